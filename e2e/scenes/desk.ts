import type { Page } from "playwright/test";
import { monthBefore, seoulDate } from "../../lib/seoul";
import { bankFile } from "../../testing/bank-file";
import type { Choice } from "../../testing/toss-emulator";
import { hire, type Member, send, settleAll, signIn } from "../kit/desk";
import type { Order, Shopper } from "../kit/shopper";
import { tShirt } from "../kit/wishes";
import type { World } from "../world";
import { patiently, type Scene, type Stage, type View, type Words } from "./scene";

/** One manager per world, shared by its scenes. */
const managers = new WeakMap<World, Promise<Member>>();

async function atDesk({ world, newShopper }: Stage): Promise<Shopper> {
  const as = await newShopper();
  const hired = managers.get(world) ?? newShopper().then(({ request }) => hire(world, "manager", request));
  managers.set(world, hired);
  await signIn(as.request, world.apps[0], await hired);
  return as;
}

async function buys({ newShopper }: Stage, choice?: Choice): Promise<Order> {
  const shopper = await newShopper();
  const { order, approved } = await shopper.goesThroughTheWindow({}, choice);
  await shopper.confirms(approved);
  return order;
}

async function asksToCancel({ newShopper }: Stage): Promise<Order> {
  const shopper = await newShopper();
  const { order, approved } = await shopper.goesThroughTheWindow();
  await shopper.confirms(approved);
  const { order_number } = order;
  await shopper.post("/orders/cancel-request", { order_number, reason: "색이 생각과 달라요" });
  return order;
}

/** Pays by card at Stripe, then disputes the charge because nothing arrived. */
async function disputes({ world, newShopper }: Stage): Promise<Order> {
  const shopper = await newShopper();
  const order = await shopper.opensIntent();
  await shopper.charges(order);
  const number = `'${order.order_number}'`;
  const [paid] = await world.sql(
    `SELECT p.gateway_payment_key AS key FROM payments p JOIN orders o ON o.id = p.order_id WHERE o.number = ${number}`,
  );
  await world.stripe.disputes.open(String(paid?.key), { reason: "product_not_received" });
  const arrived = `SELECT d.id FROM disputes d JOIN orders o ON o.id = d.order_id WHERE o.number = ${number}`;
  await patiently.poll(async () => (await world.sql(arrived)).length).toBe(1);
  return order;
}

type At = string | ((stage: Stage, as: Shopper) => Promise<string>);

export const desk = (
  name: string,
  shows: (words: Words) => string,
  path: At,
  act?: View["act"],
  media?: View["media"],
): Scene => ({
  name: `desk-${name}`,
  needsScript: true,
  shows,
  arrange: async (stage) => {
    const as = await atDesk(stage);
    const at = typeof path === "string" ? path : await path(stage, as);
    return { path: at, as, ...(act && { act }), ...(media && { media }) };
  },
});

/** The same in the dark, as the system asks for it. */
const inTheDark = (name: string, shows: (words: Words) => string, path: At, act?: View["act"]) =>
  desk(`${name}-dark`, shows, path, act, "dark");

async function afterASale(stage: Stage) {
  await buys(stage);
  return "/admin";
}

/** Charts are drawn once they are measured. */
const chartsAreDrawn = (page: Page) => patiently(page.locator("svg.recharts-surface").first()).toBeVisible();

async function partlyRefunded(stage: Stage, as: Shopper) {
  const order = await buys(stage);
  const wish = { ...(await paymentOf(stage, order)), amount: 9_000, reason: "Too small" };
  await send(as.request, stage.world.apps[0], "refunds", wish, { "idempotency-key": order.order_number });
  return `/admin/orders/${order.order_number}`;
}

async function idOf({ world }: Stage, { order_number }: Order) {
  const [found] = await world.sql(`SELECT id FROM orders WHERE number = '${order_number}'`);
  return String(found?.id);
}

const thisMonth = ({ world }: Stage) => seoulDate(world.now()).slice(0, 7);

/** A statement of the month, with one deposit from the gateway on its first day. */
async function importsStatement({ world }: Stage, as: Shopper, month: string) {
  const day = `${month}-01`;
  const lines = [{ day, amount: 45_300, description: "토스페이먼츠" }];
  const file = bankFile(lines, { from: day, until: day }).toString("base64");
  const statement = { account: "국민 1234", currency: "KRW", file } as const;
  await send(as.request, world.apps[0], "settlements/bank", statement);
}

/** A month that is over, with a deposit that no payout explains. */
async function monthIsOver(stage: Stage, as: Shopper, month: string) {
  await buys(stage);
  await settleAll(stage.world);
  await importsStatement(stage, as, month);
  return `/admin/settlements?month=${month}`;
}

/** The order's payment and what is left of it, which a form must name. */
async function paymentOf({ world }: Stage, { order_number }: Order) {
  const [found] = await world.sql(
    `SELECT p.id, p.captured FROM payments p JOIN orders o ON o.id = p.order_id WHERE o.number = '${order_number}'`,
  );
  return { payment: String(found?.id), expected_left: Number(found?.captured) };
}

/** The desk, as a manager sees it. */
export const deskScenes: Scene[] = [
  {
    name: "desk-sign-in",
    needsScript: true,
    shows: ({ desk }) => desk.signIn.title,
    arrange: () => ({ path: "/admin/sign-in" }),
  },
  {
    name: "desk-sign-in-refused",
    needsScript: true,
    shows: ({ desk }) => desk.trouble.sign_in_refused,
    arrange: () => ({
      path: "/admin/sign-in",
      act: async (page, { desk }) => {
        await page.getByLabel(desk.signIn.email).fill(`nobody-${Date.now()}@shop.example`);
        await page.getByLabel(desk.signIn.password).fill("a guess, and another");
        await page.getByRole("button", { name: desk.signIn.send }).click();
      },
    }),
  },
  desk(
    "session-over",
    ({ desk }) => desk.signIn.title,
    "/admin/orders",
    async (page) => {
      await page.context().clearCookies({ name: /session/ });
      await page.reload();
    },
  ),
  desk("front", ({ desk }) => desk.nav.front, afterASale, chartsAreDrawn),
  inTheDark("front", ({ desk }) => desk.nav.front, afterASale, chartsAreDrawn),
  desk(
    "orders",
    ({ deskOrders }) => deskOrders.columns.number,
    async (stage) => {
      await buys(stage);
      return "/admin/orders";
    },
  ),
  desk(
    "orders-to-ship",
    ({ deskOrders }) => deskOrders.shipping.paste,
    async (stage) => {
      await buys(stage);
      return "/admin/orders?work=to_ship";
    },
  ),
  desk(
    "orders-none-found",
    ({ deskOrders }) => deskOrders.noneFound,
    "/admin/orders?q=nobody@example.com&from=x",
  ),
  desk(
    "order",
    ({ deskOrder }) => deskOrder.refund.preview,
    async (stage) => {
      const { order_number } = await buys(stage);
      return `/admin/orders/${order_number}`;
    },
  ),
  desk("order-refunded", ({ deskOrder }) => deskOrder.refund.states.done, partlyRefunded),
  inTheDark("order-refunded", ({ deskOrder }) => deskOrder.refund.states.done, partlyRefunded),
  desk(
    "order-with-notes",
    ({ deskOrder }) => deskOrder.notes.add,
    async (stage, as) => {
      const order = await buys(stage);
      const notes = [
        "선물 포장을 부탁하셨어요.",
        "The courier called: the door code is missing. Asked the customer by phone.",
      ];
      for (const note of notes)
        await send(as.request, stage.world.apps[0], "orders/note", { order: await idOf(stage, order), note });
      return `/admin/orders/${order.order_number}`;
    },
  ),
  {
    ...desk(
      "order-to-acquire",
      ({ deskOrder }) => deskOrder.acquire.title,
      async (stage) => {
        await stage.world.apps[0].restart({ TOSS_ACQUISITION: "manual" });
        await stage.world.emulator.contract({ acquisition: "manual" });
        return `/admin/orders/${(await buys(stage)).order_number}`;
      },
    ),
    needsOwnWorld: true,
  },
  desk(
    "order-in-review",
    ({ deskOrder }) => deskOrder.attention.in_review.title,
    async (stage) => {
      const shopper = await stage.newShopper();
      const { order, approved } = await shopper.goesThroughTheWindow();
      const { orderId } = approved;
      await stage.world.emulator.faults.add({ operation: "any", kind: "wrong_amount", times: null, orderId });
      await shopper.comesBack(approved);
      return `/admin/orders/${order.order_number}`;
    },
  ),
  desk(
    "order-cancel-asked",
    ({ deskOrder }) => deskOrder.attention.cancel.title,
    async (stage) => `/admin/orders/${(await asksToCancel(stage)).order_number}`,
  ),
  desk(
    "order-disputed",
    ({ deskOrder }) => deskOrder.attention.dispute.open,
    async (stage) => `/admin/orders/${(await disputes(stage)).order_number}`,
  ),
  desk(
    "waiting",
    ({ deskLists }) => deskLists.waiting.disputes,
    async (stage) => {
      await asksToCancel(stage);
      await disputes(stage);
      return "/admin/waiting";
    },
  ),
  desk(
    "approvals",
    ({ deskLists }) => deskLists.columns.by,
    async (stage, as) => {
      const shopper = await stage.newShopper();
      const { order, approved } = await shopper.goesThroughTheWindow({
        items: [{ ...tShirt, quantity: 40 }],
      });
      await shopper.confirms(approved);
      const wish = { ...(await paymentOf(stage, order)), reason: "Broken on its way" };
      await send(as.request, stage.world.apps[0], "refunds", wish, { "idempotency-key": order.order_number });
      return "/admin/approvals";
    },
  ),
  desk(
    "inbox",
    ({ deskLists }) => deskLists.columns.received,
    async (stage) => {
      await buys(stage);
      await newsId(stage);
      return "/admin/inbox";
    },
  ),
  desk(
    "webhook",
    ({ deskLists }) => deskLists.inbox.body,
    async (stage) => {
      await buys(stage);
      return `/admin/inbox/${await newsId(stage)}`;
    },
  ),
  desk(
    "alarms",
    ({ deskLists }) => deskLists.alarms.lead,
    async (stage, as) => {
      await send(as.request, stage.world.apps[0], "alarms/silence", { name: "pages_differ", hours: 24 });
      return "/admin/alarms";
    },
  ),
  desk("audit", ({ deskLists }) => deskLists.audit.lead, "/admin/audit"),
  desk(
    "staff",
    ({ desk }) => desk.staff.lead,
    async (stage, as) => {
      const colleague = { name: "지우", email: `jiwoo-${Date.now()}@shop.example`, role: "support" };
      await send(as.request, stage.world.apps[0], "staff/add", colleague);
      return "/admin/staff";
    },
  ),
  desk(
    "keys",
    ({ desk }) => desk.keys.lead,
    async (stage, as) => {
      await send(as.request, stage.world.apps[0], "keys/add", {
        name: "Back office",
        scopes: ["orders:read"],
      });
      return "/admin/keys";
    },
  ),
  desk("shop", ({ deskShop }) => deskShop.lead, "/admin/shop"),
  desk("products", ({ deskProducts }) => deskProducts.lead, "/admin/products?sku=MUG-DAWN"),
  desk(
    "webhooks",
    ({ deskWebhooks }) => deskWebhooks.logLead,
    async (stage, as) => {
      const [app] = stage.world.apps;
      const url = `${app.url}/healthz`;
      const added = await send(as.request, app, "webhooks/add", { url, events: ["order.paid"] });
      await send(as.request, app, "webhooks/test", { id: (await added.json()).id });
      return "/admin/webhooks";
    },
  ),
  desk("account", ({ desk }) => desk.account.sessions.title, "/admin/account"),
  desk(
    "settlements",
    ({ deskSettlements }) => deskSettlements.owed.remainder,
    async (stage) => {
      await buys(stage);
      await settleAll(stage.world);
      return "/admin/settlements";
    },
    chartsAreDrawn,
  ),
  desk(
    "cash-receipts",
    ({ cashReceipts }) => cashReceipts.states.issued.in_progress,
    async (stage) => {
      await buys(stage, withReceipt);
      return "/admin/cash-receipts";
    },
  ),
  desk(
    "order-without-receipt",
    ({ deskOrder }) => deskOrder.receipt.erased,
    async (stage) => `/admin/orders/${(await buys(stage, { method: "TRANSFER" })).order_number}`,
  ),
  desk(
    "settlements-bank",
    ({ deskSettlements }) => deskSettlements.bank.statements,
    async (stage, as) => {
      await buys(stage);
      await settleAll(stage.world);
      await importsStatement(stage, as, thisMonth(stage));
      return "/admin/settlements";
    },
  ),
  desk(
    "settlements-accept",
    ({ deskSettlementActs }) => deskSettlementActs.accept.note,
    (stage, as) => monthIsOver(stage, as, monthBefore(thisMonth(stage))),
    (page, { deskSettlementActs }) =>
      page.locator("summary").filter({ hasText: deskSettlementActs.accept.act }).first().click(),
  ),
  desk(
    "settlements-month-over",
    ({ deskSettlementActs }) => deskSettlementActs.close.act,
    (stage, as) => monthIsOver(stage, as, monthBefore(thisMonth(stage))),
  ),
  desk(
    "settlements-month-closed",
    ({ deskSettlements }) => deskSettlements.closing.closed,
    async (stage, as) => {
      const month = monthBefore(monthBefore(thisMonth(stage)));
      const path = await monthIsOver(stage, as, month);
      await send(as.request, stage.world.apps[0], "settlements/close", { month });
      return path;
    },
  ),
  inTheDark(
    "settlements",
    ({ deskSettlements }) => deskSettlements.owed.remainder,
    async (stage) => {
      await buys(stage);
      await settleAll(stage.world);
      return "/admin/settlements";
    },
    chartsAreDrawn,
  ),
  desk(
    "order-by-phone-bill",
    ({ deskOrder }) => deskOrder.refund.terms.wholeOnly.method,
    async (stage) => `/admin/orders/${(await buys(stage, phoneBill)).order_number}`,
  ),
  // It turns the clock by a month, so it comes last.
  {
    name: "desk-order-too-late-to-refund",
    needsScript: true,
    shows: ({ deskOrder }) => deskOrder.refund.terms.instead,
    arrange: async (stage) => {
      const { order_number } = await buys(stage, phoneBill);
      // Her one-time password does not last a month.
      await atDesk(stage);
      await stage.world.letPass(32 * 86_400_000);
      return { path: `/admin/orders/${order_number}`, as: await atDesk(stage) };
    },
  },
];

const withReceipt: Choice = {
  method: "TRANSFER",
  cashReceipt: { type: "소득공제", registrationNumber: "01012345678" },
};

const phoneBill: Choice = { method: "MOBILE_PHONE" };

async function newsId({ world }: Stage): Promise<string> {
  const newest = "SELECT id FROM webhook_inbox ORDER BY received_at DESC LIMIT 1";
  await patiently.poll(async () => (await world.sql(newest)).length).toBe(1);
  return String((await world.sql(newest))[0]?.id);
}
