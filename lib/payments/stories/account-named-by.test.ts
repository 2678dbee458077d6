import { describe, expect, onTestFinished, test } from "vitest";
import { POST as askToCancel } from "@/app/orders/cancel-request/route";
import { POST as lookUp } from "@/app/orders/find/look-up/route";
import { POST as openLetter } from "@/app/orders/open/route";
import { POST as nameByHttp } from "@/app/payments/toss/refund-account/route";
import { auditOf } from "@/db/audit";
import { refundsOf } from "@/db/refunds";
import { mails, type Order, type Payment } from "@/db/schema";
import { db } from "@/db/store";
import { turnOurClock } from "@/testing/clock";
import { toss } from "@/testing/gateway";
import { anAccount, paidTwice } from "@/testing/makers";
import { days, now } from "../../clock";
import { accessToken, findOwnOrder, rememberOrder } from "../../orders/access";
import { viewOrder } from "../../orders/view";
import { env } from "../../settings/env";
import { orderLink } from "../../signing/order-link";
import { sign } from "../../signing/secret";
import { lookAndRecord } from "../engine/look";

const refundOf = async ({ id }: Payment) => (await refundsOf(db, id))[0];
const letters = async () => (await db.select().from(mails)).filter(({ kind }) => kind === "refund_account");

describe("an order number and an email address, which staff know, are not enough to redirect a refund", () => {
  const origin = "http://localhost:3000";
  const contentOf = (answer: Response) => answer.headers.get("set-cookie")?.split(";")[0] ?? "";

  const looksUp = async ({ number, customerEmail }: Order, cookie = "") => {
    const body = new URLSearchParams({ number, contact: customerEmail });
    const headers = { origin, cookie };
    return contentOf(
      await lookUp(new Request(`${origin}/orders/find/look-up`, { method: "POST", headers, body })),
    );
  };

  const opensLetter = async (order: Order, cookie = "") => {
    const link = new URL(await orderLink(order, "act", now()), origin);
    const body = new URLSearchParams(link.hash.slice(1));
    body.set("number", order.number);
    return contentOf(
      await openLetter(
        new Request(`${origin}/orders/open`, { method: "POST", headers: { origin, cookie }, body }),
      ),
    );
  };

  const posts = (path: string, body: object, headers: Record<string, string>) =>
    new Request(`${origin}${path}`, {
      method: "POST",
      headers: { origin, "content-type": "application/json", ...headers },
      body: JSON.stringify(body),
    });

  function shopGivesBackAtOnce() {
    const settings = env();
    const before = settings.shopperCancel;
    settings.shopperCancel = "refund";
    onTestFinished(() => {
      settings.shopperCancel = before;
    });
  }

  const toAccount = { bank: "88", account_number: "110999888777", holder_name: "Rogue" };
  const names = async ({ number }: Order, headers: Record<string, string>) => {
    const answer = await nameByHttp(
      posts("/payments/toss/refund-account", { order_number: number, ...toAccount }, headers),
    );
    return answer.ok ? "named" : (await answer.json()).code;
  };
  const namedIn = async ({ number }: Order) =>
    (await auditOf(db, number))
      .filter(({ action }) => action === "refund_account_named")
      .map(({ actor, detail }) => ({ actor, ...detail }));

  test("a shopper who looked the order up is sent to the email's link, and the page shows everything but the form", async () => {
    const { order, payment } = await paidTwice();
    const cookie = await looksUp(order);
    const [, token = ""] = /~([^.]+)$/.exec(cookie) ?? [];
    expect(await names(order, { cookie })).toBe("letter_required");
    expect(await names(order, { "order-token": token })).toBe("letter_required");
    expect(await refundOf(payment)).toMatchObject({ state: "waiting_for_account" });
    expect(await viewOrder(order.number, cookie)).toMatchObject({
      access: "finder",
      customer: { email: order.customerEmail },
    });
    expect(await namedIn(order)).toEqual([]);
  });

  test("the email's link names the account, and the audit log shows whose account it is and how it was named", async () => {
    const { order, payment } = await paidTwice();
    expect(await names(order, { cookie: await opensLetter(order, await looksUp(order)) })).toBe("named");
    expect(await namedIn(order)).toEqual([
      {
        actor: "shopper",
        payment: payment.id,
        refund: (await refundOf(payment))?.id,
        account: { bank: "88", last_digits: "8777", holder: "Rogue" },
        named_by: "letter",
      },
    ]);
  });

  test("the browser that ordered can name it too, also after looking its order up", async () => {
    const { order } = await paidTwice();
    const ordered = (await rememberOrder(order, null)).split(";")[0] ?? "";
    expect(await names(order, { cookie: await looksUp(order, ordered) })).toBe("named");
    expect(await namedIn(order)).toMatchObject([{ named_by: "browser" }]);
  });

  test("an order cookie of an earlier release counts as a lookup", async () => {
    const { order } = await paidTwice();
    const end = Math.ceil((now().getTime() + days(180)) / days(1)).toString(36);
    const token = end + (await sign(`order ${order.id} ${end}`));
    expect(await names(order, { "order-token": token })).toBe("letter_required");
    expect(await findOwnOrder(order.number, new Headers({ "order-token": token }))).toMatchObject({
      access: "finder",
    });
  });

  test("a shop that refunds immediately takes no account after a lookup either, and sends an email instead", async () => {
    shopGivesBackAtOnce();
    const { order, payment, paymentKey } = await anAccount();
    await toss.payments.deposit(paymentKey);
    await lookAndRecord(payment.id);
    const cancels = async (cookie: string, more: object) =>
      askToCancel(
        posts("/orders/cancel-request", { order_number: order.number, reason: "x", ...more }, { cookie }),
      );
    const found = await looksUp(order);
    const refused = await cancels(found, { refund_account: toAccount });
    expect([refused.status, (await refused.json()).code]).toEqual([403, "letter_required"]);
    expect(await refundOf(payment)).toBeUndefined();
    expect((await cancels(found, {})).status).toBe(202);
    expect(await refundOf(payment)).toMatchObject({ state: "waiting_for_account" });
    expect(await letters()).toHaveLength(1);
  });

  test("with an account from the ordering browser, an immediate refund records it in the audit log", async () => {
    shopGivesBackAtOnce();
    const { order, payment, paymentKey } = await anAccount();
    await toss.payments.deposit(paymentKey);
    await lookAndRecord(payment.id);
    const headers = { "order-token": await accessToken(order.id) };
    const wish = { order_number: order.number, reason: "x", refund_account: toAccount };
    await askToCancel(posts("/orders/cancel-request", wish, headers));
    const asked = (await auditOf(db, order.number)).find(({ action }) => action === "refund_asked");
    expect(asked?.detail).toMatchObject({
      account: { last_digits: "8777", holder: "Rogue" },
      named_by: "browser",
    });
  });

  test("once the email's link has expired, looking the order up sends a new one, at most every two weeks", async () => {
    const { order } = await paidTwice();
    await looksUp(order);
    expect(await letters()).toHaveLength(1);
    turnOurClock(days(15));
    for (let looks = 0; looks < 3; looks += 1) await looksUp(order);
    expect(await letters()).toHaveLength(2);
    turnOurClock(days(14));
    await looksUp(order);
    expect(await letters()).toHaveLength(3);
  });
});
