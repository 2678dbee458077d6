import { randomUUID } from "node:crypto";
import { afterAll, beforeEach, describe, expect, test } from "vitest";
import { leaseMail, mailsOf, queueMail, reviveMails } from "@/db/mails";
import { writeOrder } from "@/db/orders";
import type { Order, Payment } from "@/db/schema";
import { queueStaffLetters, reviveStaffLetters } from "@/db/staff-letters";
import { db, transaction } from "@/db/store";
import { startMailServer } from "@/e2e/kit/mail-server";
import { listenForAlarms } from "@/testing/alarms";
import { turnOurClock } from "@/testing/clock";
import { fault, takeMoney, toss } from "@/testing/gateway";
import {
  anAccount,
  anAttempt,
  anAuthenticatedPayment,
  anOrderFor,
  anotherAuthenticatedPayment,
  aPaidPayment,
  confirmWith,
} from "@/testing/makers";
import { days, later, minutes, now, seconds } from "../clock";
import { lookAndRecord } from "../payments/engine/look";
import { reconcileOnce } from "../payments/worker/reconcile";
import { mailOnce } from "./mailer";
import { verifyMail } from "./trouble";

const mailServer = await startMailServer();
process.env.SMTP_URL = mailServer.url;
process.env.MAIL_FROM = "투트랙 <hello@shop.example>";

beforeEach(() => {
  mailServer.letters.length = 0;
  mailServer.becomes({ is: "takes" });
});
afterAll(() => mailServer.leave());

/** The state of an order's letters, by kind. */
const outbox = async ({ id }: Order) =>
  Object.fromEntries((await mailsOf(db, id)).map(({ kind, state }) => [kind, state]));

/** The letter about an order's payment, as it is in the outbox. */
async function theLetter({ id }: Order, kind = "paid") {
  const mail = (await mailsOf(db, id)).find((one) => one.kind === kind);
  if (!mail) throw new Error(`There is no letter ${kind} of ${id}.`);
  return mail;
}

/** Changes an order's row behind the shop's back. */
const change = ({ id }: Order, values: Partial<Order>) => transaction((tx) => writeOrder(tx, id, values));

const subjects = () => mailServer.letters.map(({ subject }) => subject?.replace(/ \(.*/, ""));

const depositInto = ({ gatewayPaymentKey }: Payment) => toss.payments.deposit(gatewayPaymentKey ?? "");
const takeBack = ({ gatewayPaymentKey }: Payment) => toss.payments.reverseDeposit(gatewayPaymentKey ?? "");

describe("a paying shopper", () => {
  test("gets one email, however many loops look for it", async () => {
    const { order } = await aPaidPayment();
    await Promise.all(Array.from({ length: 5 }, () => mailOnce()));
    await mailOnce();
    expect(subjects()).toEqual(["결제가 완료됐어요"]);
    expect(await theLetter(order)).toMatchObject({ state: "sent", tries: 1, sentAt: now() });
  });

  test("is not told to pay afterward", async () => {
    const { order } = await aPaidPayment();
    turnOurClock(minutes(3));
    await mailOnce();
    expect(await outbox(order)).toEqual({ paid: "sent", order_received: "skipped" });
    expect(subjects()).toEqual(["결제가 완료됐어요"]);
  });

  test("is not told to pay while the gateway is silent, which does not count as a try", async () => {
    const { order, payment, paymentKey } = await anAuthenticatedPayment();
    const silence = await fault("away");
    await confirmWith(payment, paymentKey);
    turnOurClock(minutes(3));
    await mailOnce();
    expect(await theLetter(order, "order_received")).toMatchObject({ state: "new", tries: 0 });
    await silence.mend();
    await reconcileOnce();
    turnOurClock(minutes(1));
    await mailOnce();
    expect(subjects()).toEqual(["결제가 완료됐어요"]);
  });

  test("who is refunded before the email is sent is told about both", async () => {
    const { payment } = await aPaidPayment();
    await toss.payments.cancel(payment.gatewayPaymentKey ?? "", { reason: "콘솔에서 환불" });
    await lookAndRecord(payment.id);
    await mailOnce();
    expect(subjects().sort()).toEqual(["29,000원 환불했어요", "결제가 완료됐어요"]);
    for (const { text } of mailServer.letters) expect(text).not.toContain("콘솔에서 환불");
  });

  test("who paid twice is told why the second amount was refunded", async () => {
    const first = await anAuthenticatedPayment();
    const second = await anotherAuthenticatedPayment(first.order);
    await confirmWith(first.payment, first.paymentKey);
    const { gatewayOrderId, amount } = second.payment;
    await takeMoney({ paymentKey: second.paymentKey, orderId: gatewayOrderId, amount });
    await lookAndRecord(second.payment.id);
    await reconcileOnce();
    await mailOnce();
    expect(subjects().sort()).toEqual(["29,000원 환불했어요", "결제가 완료됐어요"]);
    const letter = mailServer.letters.find(({ subject }) => subject?.includes("환불"));
    expect(letter?.text).toContain("이미 결제된 주문이 한 번 더 결제되어");
  });
});

describe("a shopper who does not pay", () => {
  test("is reminded after three minutes, once", async () => {
    const { order } = await anAttempt();
    turnOurClock(minutes(3) - 1);
    expect(await mailOnce()).toBe(0);
    turnOurClock(1);
    await mailOnce();
    turnOurClock(minutes(10));
    await mailOnce();
    expect(await outbox(order)).toEqual({ order_received: "sent" });
    expect(mailServer.letters).toHaveLength(1);
  });

  test("is not reminded of an order that expired before the email could be sent", async () => {
    const { order } = await anAttempt();
    turnOurClock(days(1));
    await mailOnce();
    expect(await outbox(order)).toEqual({ order_received: "skipped" });
  });
});

describe("a person in whose name strangers order", () => {
  /** Orders of one mailbox, each with a different spelling of its address, each due a letter that it ended. */
  async function endedOrders(count: number, make: () => Promise<{ order: Order }>) {
    const mailbox = randomUUID();
    return Promise.all(
      Array.from({ length: count }, async (_, n) => {
        const { order } = await make();
        await change(order, { customerEmail: `${mailbox}+${n}@victim.example`, status: "canceled" });
        await transaction((tx) =>
          queueMail(tx, { orderId: order.id, kind: "canceled", cause: "", sendAt: now(), now: now() }),
        );
        return order;
      }),
    );
  }
  const sent = (kind: string, orders: Order[]) =>
    Promise.all(orders.map(async (order) => (await outbox(order))[kind])).then(
      (states) => states.filter((state) => state === "sent").length,
    );

  test("gets five emails an hour about orders that end unpaid", async () => {
    const orders = await endedOrders(8, anAttempt);
    await mailOnce();
    expect(await sent("canceled", orders)).toBe(5);
  });

  test("gets five emails an hour about orders that cost nothing", async () => {
    const mailbox = randomUUID();
    const orders = await Promise.all(
      Array.from({ length: 8 }, async (_, n) => {
        const order = await anOrderFor(0);
        await change(order, { customerEmail: `${mailbox}+${n}@victim.example` });
        return order;
      }),
    );
    await mailOnce();
    expect(await sent("paid", orders)).toBe(5);
  });

  test("is told about every paid order, however many", async () => {
    const mailbox = randomUUID();
    const orders = [];
    for (let n = 0; n < 7; n += 1) {
      const { order } = await aPaidPayment();
      await change(order, { customerEmail: `${mailbox}+${n}@victim.example` });
      orders.push(order);
    }
    await mailOnce();
    expect(await sent("paid", orders)).toBe(7);
  });
});

describe("a shopper who deposits", () => {
  test("is told the account, and nothing else while it waits", async () => {
    const { order, payment } = await anAccount();
    turnOurClock(minutes(3));
    await mailOnce();
    expect(await outbox(order)).toEqual({ virtual_account: "sent", order_received: "skipped" });
    expect(mailServer.letters[0]?.text).toContain(payment.detail.virtualAccount?.accountNumber);
  });

  test("immediately is not told to deposit again", async () => {
    const { order, payment } = await anAccount();
    await depositInto(payment);
    await lookAndRecord(payment.id);
    await mailOnce();
    expect(await outbox(order)).toMatchObject({ virtual_account: "skipped", paid: "sent" });
    expect(subjects()).toEqual(["입금을 확인했어요"]);
  });

  test("and whose bank reverses it before an email is sent is told only about the reversal", async () => {
    const { order, payment } = await anAccount();
    await mailOnce();
    await depositInto(payment);
    await lookAndRecord(payment.id);
    await takeBack(payment);
    await lookAndRecord(payment.id);
    await mailOnce();
    expect(subjects().slice(1)).toEqual(["입금이 취소됐어요. 다시 입금해 주세요"]);
    await depositInto(payment);
    await lookAndRecord(payment.id);
    await mailOnce();
    expect(subjects().slice(2)).toEqual(["입금을 확인했어요"]);
    const states = (await mailsOf(db, order.id))
      .filter(({ kind }) => kind === "paid")
      .map(({ state }) => state);
    expect(states.sort()).toEqual(["sent", "skipped"]);
  });
});

test("again after a reversal before any email is sent is told once", async () => {
  const { payment } = await anAccount();
  for (const happens of [depositInto, takeBack, depositInto]) {
    await happens(payment);
    await lookAndRecord(payment.id);
  }
  await mailOnce();
  expect(subjects()).toEqual(["입금을 확인했어요"]);
});

describe("a mail server that does not accept an email", () => {
  const spans = [1, 5, 15, 60, 180, 360, 840].map(minutes);

  test("is asked more and more rarely, eight times within a day or so, and then a person", async () => {
    const alarms = listenForAlarms();
    const { order } = await aPaidPayment();
    mailServer.becomes({ is: "refuses", code: 550, says: "5.1.1 <mina@example.com> is nobody here" });
    const before = mailServer.asked();
    await mailOnce();
    for (const [index, span] of spans.entries()) {
      turnOurClock(span - 1);
      await mailOnce();
      expect((await theLetter(order)).tries).toBe(index + 1);
      turnOurClock(1);
      await mailOnce();
      expect((await theLetter(order)).tries).toBe(index + 2);
    }
    turnOurClock(days(1));
    await mailOnce();
    const { id, ...letter } = await theLetter(order);
    expect(letter).toMatchObject({ state: "failed", tries: 8, note: "EENVELOPE 550 5.1.1 RCPT TO" });
    expect(mailServer.asked() - before).toBe(8);
    expect(alarms()).toMatchObject([
      { alarm: true, mail: id, kind: "paid", tries: 8, why: "EENVELOPE 550 5.1.1 RCPT TO" },
    ]);

    mailServer.becomes({ is: "takes" });
    expect(await transaction((tx) => reviveMails(tx, now()))).toBe(1);
    await mailOnce();
    expect(subjects()).toEqual(["결제가 완료됐어요"]);
  });

  test("does not delay other emails", async () => {
    const [one, other] = [await aPaidPayment(), await aPaidPayment()];
    await change(one.order, { customerEmail: "nobody@example.com" });
    mailServer.becomes({ is: "refuses", code: 550, says: "no", only: "nobody@example.com" });
    await mailOnce();
    expect(await theLetter(one.order)).toMatchObject({ state: "new", tries: 1 });
    expect(await theLetter(other.order)).toMatchObject({ state: "sent" });
  });

  test("and is away is tried again, and an alarm is raised once", async () => {
    const alarms = listenForAlarms();
    const { order } = await aPaidPayment();
    const { order: other } = await aPaidPayment();
    await mailServer.leave();
    await mailOnce();
    expect(await theLetter(order)).toMatchObject({ state: "new", note: "ESOCKET ECONNREFUSED CONN" });
    expect(await verifyMail()).toContain("ECONNREFUSED");
    expect(alarms()).toMatchObject([{ alarm: true, why: expect.stringContaining("ECONNREFUSED") }]);
    await mailServer.comesBack();
    turnOurClock(minutes(1));
    await mailOnce();
    expect(await theLetter(order)).toMatchObject({ state: "sent", note: null });
    expect(await theLetter(other)).toMatchObject({ state: "sent", note: null });
    await mailServer.leave();
    expect(await verifyMail()).toBeDefined();
    expect(alarms()).toHaveLength(2);
    await mailServer.comesBack();
    expect(await verifyMail()).toBeUndefined();
  });

  test("and was repaired gets all waiting emails at once, and not only those that were given up", async () => {
    const { order } = await aPaidPayment();
    await transaction((tx) =>
      queueStaffLetters(
        tx,
        ["boss@shop.example"],
        { news: "staff_added", by: null, about: "새 직원" },
        now(),
      ),
    );
    await mailServer.leave();
    await mailOnce();
    turnOurClock(minutes(1));
    await mailOnce();
    await mailServer.comesBack();
    await mailOnce();
    expect(await theLetter(order)).toMatchObject({ state: "new", tries: 2 });
    expect(await transaction((tx) => reviveMails(tx, now()))).toBe(1);
    expect(await transaction((tx) => reviveStaffLetters(tx, now()))).toBe(1);
    await mailOnce();
    expect(mailServer.letters).toHaveLength(2);
    expect(await transaction((tx) => reviveMails(tx, now()))).toBe(0);
    expect(await transaction((tx) => reviveStaffLetters(tx, now()))).toBe(0);
  });
});

test("a worker that died with an email keeps it for three minutes; then any worker may send it", async () => {
  const { order } = await aPaidPayment();
  const { id } = await theLetter(order);
  await transaction((tx) => leaseMail(tx, id, now(), later(now(), minutes(3))));
  turnOurClock(minutes(3) - seconds(1));
  await mailOnce();
  expect(mailServer.letters).toEqual([]);
  turnOurClock(seconds(1));
  await mailOnce();
  expect(mailServer.letters.map(({ messageId }) => messageId)).toEqual([`<${id}@shop.example>`]);
});

test("a typed name or address adds no header, no other mailbox and no markup", async () => {
  const { order } = await aPaidPayment();
  const hostile = 'Mina\r\nBcc: evil@example.com\r\n\r\n<img src=x onerror="alert(1)"> http://evil.example';
  await change(order, { customerName: hostile, customerEmail: "mina@example.com\r\nBcc: evil@example.com" });
  await mailOnce();
  await change(order, { customerEmail: "mina@example.com" });
  turnOurClock(minutes(1));
  await mailOnce();
  for (const letter of mailServer.letters) {
    expect(letter.bcc).toBeUndefined();
    expect(letter.to?.map(({ address }) => address)).toEqual(["mina@example.com"]);
    for (const view of [letter.text, letter.html]) {
      expect(view).not.toContain("evil");
      expect(view).not.toContain("onerror");
    }
  }
  expect(mailServer.recipients()).not.toContain("evil@example.com");
  expect(await theLetter(order)).toMatchObject({ state: "sent" });
});
