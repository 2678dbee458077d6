import type { Choice } from "../../testing/toss-emulator";
import { lettersOf } from "../kit/letters";
import { answer, type Order, type Shopper } from "../kit/shopper";
import { declines } from "../kit/staff";
import { tShirt } from "../kit/wishes";
import type { World } from "../world";
import { patiently, type Scene, type Stage } from "./scene";

const account: Choice = { method: "VIRTUAL_ACCOUNT", bank: "88", customerName: "김민아" };

export const order = (
  name: string,
  shows: Scene["shows"],
  arrange: (stage: Stage, shopper: Shopper) => Promise<Order>,
  media?: "print",
) => ({
  name: `order-${name}`,
  shows,
  arrange: async (stage: Stage) => {
    const as = await stage.newShopper();
    const { order_number } = await arrange(stage, as);
    return { path: `/orders/${order_number}`, as, ...(media && { media }) };
  },
});
const paidWith =
  (choice: Choice & { card?: string } = {}) =>
  (_: Stage, shopper: Shopper) =>
    pays(shopper, choice);

/** An order in every state it can be in. */
export const orderScenes: Scene[] = [
  order(
    "open",
    ({ standing }) => standing.open.title,
    (_, shopper) => shopper.orders(),
  ),
  order("paid", ({ standing }) => standing.paid.title, paidWith()),
  order("paid-on-paper", ({ receipt }) => receipt.paper, paidWith(), "print"),
  order(
    "paid-by-wallet",
    ({ receipt }) => receipt.parts.points,
    paidWith({ method: "EASY_PAY", provider: "KAKAOPAY", source: "card", points: 3_000 }),
  ),
  order(
    "paid-by-transfer",
    ({ receipt }) => receipt.methods.TRANSFER,
    paidWith({ method: "TRANSFER", bank: "88" }),
  ),
  order("paid-by-phone", ({ receipt }) => receipt.onPhoneBill, paidWith({ method: "MOBILE_PHONE" })),
  order(
    "refund-account",
    ({ refundAccount }) => refundAccount.lead,
    (_, shopper) => shopper.paysTwiceByDeposit(),
  ),
  order("waiting-on-paper", ({ amounts }) => amounts.deposit, paidWith(account), "print"),
  order(
    "declined-on-paper",
    ({ standing }) => standing.declined.title,
    paidWith({ card: "lost_or_stolen" }),
    "print",
  ),
  order(
    "partly-refunded-on-paper",
    ({ amounts }) => amounts.left,
    (stage, shopper) => refunds(stage, shopper, 9_000),
    "print",
  ),
  order("declined", ({ failures }) => failures.card_lost.title, paidWith({ card: "lost_or_stolen" })),
  order(
    "checking",
    ({ standing }) => standing.checking.lead,
    async ({ world }, shopper) => {
      const { order, approved } = await shopper.goesThroughTheWindow();
      await world.emulator.faults.add({
        operation: "any",
        kind: "away",
        times: null,
        orderId: approved.orderId,
      });
      await shopper.comesBack(approved);
      return order;
    },
  ),
  order("waiting", ({ deposit }) => deposit.exact, paidWith(account)),
  order(
    "deposited",
    ({ standing }) => standing.paid.title,
    async ({ world }, shopper) => (await deposits(world, shopper)).order,
  ),
  order(
    "deposit-reversed",
    ({ deposit }) => deposit.reversed,
    async ({ world }, shopper) => {
      const { order, paymentKey } = await deposits(world, shopper);
      await world.emulator.payments.reverseDeposit(paymentKey);
      await patiently.poll(() => shopper.standing(order)).toBe("waiting_for_deposit");
      return order;
    },
  ),
  order(
    "deposit-missed",
    ({ standing }) => standing.undeposited.title,
    async ({ world }, shopper) => {
      const order = await pays(shopper, { ...account, validHours: 1 });
      await world.letPass(2 * 3_600_000);
      await patiently.poll(() => shopper.standing(order)).toBe("expired");
      return order;
    },
  ),
  order(
    "expired",
    ({ standing }) => standing.expired.title,
    async ({ world }, shopper) => {
      const order = await shopper.orders();
      await world.letPass(31 * 60_000);
      await patiently.poll(() => shopper.standing(order)).toBe("expired");
      return order;
    },
  ),
  order(
    "canceled",
    ({ standing }) => standing.canceled.title,
    async (_, shopper) => {
      const order = await shopper.orders();
      await shopper.orders({ items: [{ ...tShirt, quantity: 2 }], replaces: order.order_number });
      return order;
    },
  ),
  order(
    "partly-refunded",
    ({ standing }) => standing.partially_refunded.title,
    (stage, shopper) => refunds(stage, shopper, 9_000),
  ),
  order(
    "refunded",
    ({ standing }) => standing.refunded.title,
    (stage, shopper) => refunds(stage, shopper),
  ),
  {
    name: "order-cancel",
    shows: ({ arrival }) => arrival.card,
    arrange: async ({ newShopper }) => {
      const as = await newShopper();
      const { order_number } = await pays(as);
      return {
        path: `/orders/${order_number}`,
        as,
        act: (page, { cancelRequest }) => page.getByText(cancelRequest.open.ask).click(),
      };
    },
  },
  order(
    "cancel-asked",
    ({ cancelRequest }) => cancelRequest.askedLead,
    async (_, shopper) => asksToCancel(shopper, await pays(shopper)),
  ),
  order(
    "cancel-declined",
    ({ cancelRequest }) => cancelRequest.declined,
    async ({ world }, shopper) => {
      const order = await asksToCancel(shopper, await pays(shopper));
      await declines(world, order, "오늘 아침에 이미 보냈어요. 받으신 뒤 7일 안에 반품해 주세요.");
      return order;
    },
  ),
  order(
    "cancel-granted",
    ({ cancelRequest }) => cancelRequest.grantedLead,
    async ({ world }, shopper) => {
      const { order, approved } = await shopper.goesThroughTheWindow();
      await shopper.comesBack(approved);
      await asksToCancel(shopper, order);
      await world.emulator.payments.cancel(approved.paymentKey, { reason: "변심" });
      await patiently.poll(() => shopper.standing(order)).toBe("refunded");
      return order;
    },
  ),
  order(
    "refund-refused",
    ({ refunds }) => refunds.failed,
    async ({ world }, shopper) => {
      const order = await pays(shopper);
      const [{ gateway_order_id: orderId } = { gateway_order_id: "" }] = (await shopper.status(order))
        .payments;
      const refusal = {
        operation: "cancel",
        kind: "error",
        code: "EXCEED_MAX_REFUND_DUE",
        times: 1,
      } as const;
      await world.emulator.faults.add({ ...refusal, orderId });
      const headers = {
        authorization: `Bearer ${await world.apiKey("refunds:write")}`,
        "idempotency-key": order.order_number,
      };
      const data = { order_number: order.order_number, reason: "변심" };
      await shopper.request.post("/payments/toss/cancel", { data, headers });
      return order;
    },
  ),
  order(
    "in_review",
    ({ standing }) => standing.in_review.title,
    async ({ world }, shopper) => {
      const { order, approved } = await shopper.goesThroughTheWindow();
      await world.emulator.faults.add({
        operation: "any",
        kind: "wrong_amount",
        times: null,
        orderId: approved.orderId,
      });
      await shopper.comesBack(approved);
      return order;
    },
  ),
  {
    name: "order-unknown",
    shows: ({ find }) => find.because.browser,
    arrange: () => ({ path: "/orders/ORD-20260101-NOBODY" }),
  },
  {
    name: "success",
    shows: ({ wayOn }) => wayOn.shop,
    arrange: async ({ newShopper }) => {
      const as = await newShopper();
      return { path: `/success?order_number=${(await pays(as)).order_number}`, as };
    },
  },
  {
    name: "order-from-a-letter",
    needsScript: true,
    shows: ({ wayOn }) => wayOn.fromLetter,
    arrange: async ({ world, newShopper }) => {
      const order = await pays(await newShopper());
      return { path: await linkIn(world, order) };
    },
  },
  {
    name: "success-in-another-browser",
    shows: ({ wayOn }) => wayOn.elsewhere,
    arrange: async ({ newShopper }) => {
      const { approved } = await (await newShopper()).goesThroughTheWindow();
      const query = new URLSearchParams({ ...approved, amount: String(approved.amount) });
      return { path: `/payments/toss/success?${query}` };
    },
  },
];

export const fail = (name: string, code: string, shows: Scene["shows"]) => ({
  name: `fail-${name}`,
  shows,
  arrange: async ({ newShopper }: Stage) => {
    const as = await newShopper();
    return { path: `/fail?code=${code}&order_number=${(await as.orders()).order_number}`, as };
  },
});

/** What a shopper sees after a failed payment. */
export const failScenes: Scene[] = [
  fail("canceled", "PAY_PROCESS_CANCELED", ({ failures }) => failures.canceled.title),
  fail("declined", "REJECT_CARD_PAYMENT", ({ failures }) => failures.card_balance.title),
  fail("shop-problem", "UNAUTHORIZED_KEY", ({ failures }) => failures.shop_problem.title),
  {
    name: "fail-unknown-order",
    shows: ({ failures }) => failures.order_not_found.title,
    arrange: () => ({ path: "/fail?code=order_not_found" }),
  },
];

/** From the shelf to the gateway's answer, whatever it is. */
async function pays(shopper: Shopper, choice: Choice & { card?: string } = {}) {
  const { order, approved } = await shopper.goesThroughTheWindow({}, choice);
  await shopper.comesBack(approved);
  return order;
}

async function deposits(world: World, shopper: Shopper) {
  const { order, approved } = await shopper.goesThroughTheWindow({}, account as object);
  await shopper.comesBack(approved);
  await world.emulator.payments.deposit(approved.paymentKey);
  await patiently.poll(() => shopper.standing(order)).toBe("paid");
  return { order, paymentKey: approved.paymentKey };
}

async function asksToCancel(shopper: Shopper, order: Order) {
  const wish = { order_number: order.order_number, reason: "마음이 바뀌었어요" };
  await answer(await shopper.post("/orders/cancel-request", wish), 200);
  return order;
}

/** The link behind the button of an order's newest letter. */
async function linkIn(world: World, order: Order) {
  const newest = async () => (await lettersOf(world, order))[0]?.text ?? "";
  await patiently.poll(newest).toContain("/orders/letter?");
  const { pathname, search, hash } = new URL(
    /https?:\S+\/orders\/letter\?\S+/.exec(await newest())?.[0] ?? "",
  );
  return pathname + search + hash;
}

async function refunds({ world }: Stage, shopper: Shopper, amount?: number) {
  const { order, approved } = await shopper.goesThroughTheWindow();
  await shopper.comesBack(approved);
  await world.emulator.payments.cancel(approved.paymentKey, { reason: "변심", ...(amount && { amount }) });
  await patiently.poll(() => shopper.standing(order)).toBe(amount ? "partially_refunded" : "refunded");
  return order;
}
