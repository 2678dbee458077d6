import fc from "fast-check";
import { beforeEach, describe, expect, test } from "vitest";
import { transfersOf } from "@/db/books";
import { disputesOf } from "@/db/disputes";
import { eventsOf } from "@/db/events";
import { refundsOf } from "@/db/refunds";
import type { Order, Payment } from "@/db/schema";
import { db, transaction } from "@/db/store";
import { listenForAlarms } from "@/testing/alarms";
import { turnOurClock } from "@/testing/clock";
import { letterbox } from "@/testing/letterbox";
import { anAuthenticatedPayment, anOrder, confirmWith, paymentNow, standingNow } from "@/testing/makers";
import { atStripe, fault, looksAt, stripe, turnClock, withCurrencies, writesAsked } from "@/testing/stripe";
import { anEvent, anOpenPage, aPaidIntent, aPaidPage, cards, hear, payOnPage } from "@/testing/stripe-makers";
import { makeKey } from "../../access/api-keys";
import { answerOfRefund } from "../../answers/refund";
import { auditOrder } from "../../books/invariants";
import { days, minutes, now, seconds } from "../../clock";
import { paymentStatus } from "../../contracts/payments";
import type { GatewayDispute } from "../../gateways/gateway";
import { accessToken } from "../../orders/access";
import { statusOf } from "../../orders/status";
import { askToCancel } from "../ending/cancel-request";
import { lookAndRecord, lookAt } from "../engine/look";
import { record } from "../engine/record";
import { agree } from "../refunds/approval";
import { refund } from "../refunds/refund";
import { acceptReviewed, returnReviewed } from "../refunds/review";
import { verify } from "../stripe/verify";
import { reconcileOnce } from "../worker/reconcile";

// Mina paid $22.00 and then told her bank that she had not paid, or that nothing arrived.

const give = (payment: Payment, amount: number, requestedBy = "key:1") =>
  refund({ paymentId: payment.id, amount, reason: "변심", requestedBy, waitMs: seconds(8) });

const disputeNow = async (payment: Payment) => (await disputesOf(db, payment.id))[0];

/** What disputes changed in the books, in posting order. */
const posted = async ({ id }: Order) =>
  (await transfersOf(db, id))
    .filter(({ cause }) => cause.startsWith("dispute"))
    .toSorted((a, b) => a.at.getTime() - b.at.getTime())
    .map(({ cause, debit, credit, amount }) => [cause, debit, credit, amount]);

const withdrawn = ["dispute", "disputes", "receivable", 2_200];
const cost = ["dispute_fee", "fees", "receivable", 1_500];
const reinstated = ["dispute_won", "receivable", "disputes", 2_200];

const told = async ({ id }: Order) =>
  (await eventsOf(db, id)).map(({ kind }) => kind).filter((kind) => kind.startsWith("dispute_"));

/** A paid order whose fee is known; then Mina disputes the charge. */
async function aDisputedPayment(how: Parameters<typeof stripe.disputes.open>[1] = {}) {
  const { order, payment, intentId } = await aPaidIntent();
  await turnClock(minutes(1));
  await reconcileOnce();
  const dispute = await stripe.disputes.open(intentId, how);
  return { order, payment, intentId, dispute };
}

/** A disputed payment that the shop has looked at since. */
async function aKnownDispute(how?: Parameters<typeof stripe.disputes.open>[1]) {
  const made = await aDisputedPayment(how);
  await verify(made.payment);
  return made;
}

describe("a dispute", () => {
  test("is recorded with its date, posted, reported once, and waits for a person", async () => {
    const { payment, order, dispute } = await aDisputedPayment({ reason: "product_not_received" });
    const heard = listenForAlarms();
    for (let look = 0; look < 3; look += 1) await verify(payment);
    expect(await disputesOf(db, payment.id)).toMatchObject([
      {
        id: dispute.id,
        orderId: order.id,
        amount: 2_200,
        currency: "USD",
        reason: "product_not_received",
        gatewayStatus: "needs_response",
        state: "open",
        answerBy: new Date(dispute.evidence_details.due_by * 1_000),
        closedAt: null,
      },
    ]);
    expect(await posted(order)).toEqual(expect.arrayContaining([withdrawn, cost]));
    expect(await posted(order)).toHaveLength(2);
    expect(await told(order)).toEqual(["dispute_open"]);
    expect(await standingNow(payment)).toMatchObject({ status: "paid", needs: ["dispute_opened"] });
    expect(heard()).toMatchObject([{ why: "dispute_opened" }]);
    expect(await auditOrder(order.id)).toEqual([]);
  });

  test("is reported by Stripe's own webhooks, in any order", async () => {
    const box = await letterbox(stripe.webhooks);
    const { order, payment, dispute } = await aDisputedPayment();
    await stripe.disputes.win(dispute.id);
    await box.about(payment.gatewayOrderId);
    const letters = box.letters.filter(({ body }) => body.includes(dispute.id));
    expect(letters).toHaveLength(4);
    for (const { body, headers } of letters.toReversed()) {
      await hear(body, headers);
      turnOurClock(seconds(3));
    }
    expect(await disputeNow(payment)).toMatchObject({ state: "won" });
    expect((await posted(order)).toSorted()).toEqual([withdrawn, cost, reinstated].toSorted());
    expect(await auditOrder(order.id)).toEqual([]);
  });

  test("by the test card for disputes is found together with the payment", async () => {
    const { payment } = await anOpenPage();
    await payOnPage(payment, { card: cards.disputes });
    await turnClock(seconds(1));
    await verify(payment);
    expect(await standingNow(payment)).toMatchObject({ status: "paid", needs: ["dispute_opened"] });
  });

  test("whose webhooks were lost is found as soon as a refund is refused", async () => {
    const { order, payment } = await aDisputedPayment();
    const given = await give(payment, 500);
    expect(given).toMatchObject({ state: "failed", failureCode: "charge_disputed" });
    await expect(answerOfRefund(given)).rejects.toMatchObject({
      code: "refund_declined",
      details: { gateway_code: "charge_disputed" },
    });
    expect(await disputeNow(payment)).toMatchObject({ state: "open" });
    expect(await paymentNow(payment)).toMatchObject({ refunded: 0, refundPending: 0 });
    await expect(give(payment, 500)).rejects.toMatchObject({ code: "payment_disputed" });
    expect(await auditOrder(order.id)).toEqual([]);
  });

  test("costs one more request per query, and none where there is no dispute", async () => {
    const { payment: quiet } = await aPaidIntent();
    const before = await looksAt(quiet.gatewayOrderId);
    await verify(quiet);
    expect(await looksAt(quiet.gatewayOrderId)).toBe(before + 1);
    const { payment } = await aDisputedPayment();
    const earlier = await looksAt(payment.gatewayOrderId);
    await verify(payment);
    expect(await looksAt(payment.gatewayOrderId)).toBe(earlier + 2);
  });

  test("that Stripe does not answer about changes nothing about the payment", async () => {
    const { order, payment } = await aDisputedPayment();
    const silent = await fault("error_after", { operation: "look" });
    await verify(payment);
    expect(await disputesOf(db, payment.id)).toEqual([]);
    await silent.mend();
    await verify(payment);
    expect(await disputeNow(payment)).toMatchObject({ state: "open" });
    expect(await auditOrder(order.id)).toEqual([]);
  });
});

describe("reported step by step", () => {
  /** Records Stripe's current snapshot of a payment, with some of its dispute's fields changed. */
  async function says(payment: Payment, differs: Partial<GatewayDispute>) {
    const standing = await paymentNow(payment);
    const look = await lookAt(standing);
    if (look.is !== "seen") throw new Error("Stripe does not answer.");
    const disputes = look.snapshot.disputes.map((dispute) => ({ ...dispute, ...differs }));
    await record(standing, { is: "seen", snapshot: { ...look.snapshot, disputes } }, now());
  }

  test("the shop answered and the bank is deciding: a change of state is reported", async () => {
    const { order, payment } = await aKnownDispute();
    for (let look = 0; look < 2; look += 1) await says(payment, { gatewayStatus: "under_review" });
    expect(await told(order)).toEqual(["dispute_open", "dispute_changed"]);
    expect(await disputeNow(payment)).toMatchObject({ state: "open", gatewayStatus: "under_review" });
    expect(await posted(order)).toHaveLength(2);
  });

  test("however often and in however many steps its money is reported, each movement is posted once", async () => {
    const movement = (transaction: string, amount: number, fee: number) => ({
      transaction,
      amount,
      fee: { amount: fee, currency: "USD" },
    });
    const all = [movement("txn_out", 2_200, 1_500), movement("txn_back", -2_200, 0)];
    const story = fc.array(fc.integer({ min: 0, max: 2 }), { minLength: 1, maxLength: 6 });
    await fc.assert(
      fc.asyncProperty(story, async (pieces) => {
        const { order, payment } = await aDisputedPayment();
        for (const [index, moved] of pieces.toSorted().entries()) {
          const gatewayStatus = `step ${index % 2}`;
          await says(payment, { gatewayStatus, movements: all.slice(0, moved) });
        }
        const most = Math.max(...pieces);
        expect((await posted(order)).toSorted()).toEqual(
          [...(most > 0 ? [withdrawn, cost] : []), ...(most > 1 ? [reinstated] : [])].toSorted(),
        );
        expect(await auditOrder(order.id)).toEqual([]);
      }),
      { numRuns: 12 },
    );
  });
});

describe("while it is open", () => {
  test.each(["key:1", "staff:sora", "shopper"])("%s may not refund its money as well", async (who) => {
    const { order, payment } = await aKnownDispute({ amount: 700 });
    await expect(give(payment, 1, who)).rejects.toMatchObject({ code: "payment_disputed", status: 409 });
    expect(await refundsOf(db, payment.id)).toEqual([]);
    expect((await writesAsked(payment.gatewayOrderId)).map(({ operation }) => operation)).not.toContain(
      "create_refund",
    );
    expect(await auditOrder(order.id)).toEqual([]);
  });

  test("an earlier refund is refused by Stripe, and its reservation is released", async () => {
    const { payment, order, intentId } = await aPaidIntent();
    const lost = await fault("drop_before", { operation: "create_refund" });
    await give(payment, 500);
    await stripe.disputes.open(intentId);
    await lost.mend();
    await turnClock(seconds(20));
    await reconcileOnce();
    expect(await refundsOf(db, payment.id)).toMatchObject([
      { state: "failed", failureCode: "charge_disputed" },
    ]);
    expect(await standingNow(payment)).toMatchObject({ refundPending: 0, needs: ["dispute_opened"] });
    expect(await disputeNow(payment)).toMatchObject({ state: "open" });
    expect(await auditOrder(order.id)).toEqual([]);
  });

  test("a refund that needs approval cannot be approved; it stays reserved until it is withdrawn", async () => {
    const { payment, order, intentId } = await aPaidIntent();
    const wish = { paymentId: payment.id, amount: 500, reason: "변심", requestedBy: "staff:sora", waitMs: 0 };
    const { id } = await refund({ ...wish, judge: async () => "after approval" as const });
    await stripe.disputes.open(intentId);
    await verify(payment);
    await expect(transaction((tx) => agree(tx, id, "staff:jun", now()))).rejects.toMatchObject({
      code: "payment_disputed",
    });
    expect(await refundsOf(db, payment.id)).toMatchObject([
      { state: "waiting_for_approval", decidedBy: null },
    ]);
    expect(await auditOrder(order.id)).toEqual([]);
  });

  test("another reason to check the payment stands beside it and after it", async () => {
    const { payment, dispute } = await aPaidPage().then(async (paid) => {
      const refused = await fault("error", { operation: "create_refund", code: "charge_already_refunded" });
      await refund({
        paymentId: paid.payment.id,
        amount: 1,
        reason: "x",
        requestedBy: "system",
        waitMs: 8_000,
      });
      await refused.mend();
      return { ...paid, dispute: await stripe.disputes.open(paid.intentId) };
    });
    await verify(payment);
    const why = "refund_failed:charge_already_refunded";
    expect(await standingNow(payment)).toMatchObject({ needs: [why, "dispute_opened"] });
    await stripe.disputes.win(dispute.id);
    await verify(payment);
    expect(await standingNow(payment)).toMatchObject({ needs: [why] });
  });
});

describe("who is told about it", () => {
  test("a server with an API key gets the reason and date; the shopper gets the amount at the bank", async () => {
    const { order, dispute } = await aKnownDispute();
    const { key } = await makeKey(
      { name: "Back office", scopes: ["orders:read"] },
      { by: "operator", now: now() },
    );
    const byKey = await statusOf(order.number, new Headers({ authorization: `Bearer ${key}` }));
    expect(paymentStatus.reply.parse(byKey?.status)).toMatchObject({
      disputes: [
        {
          id: dispute.id,
          state: "open",
          amount: 2_200,
          currency: "USD",
          answer_by: new Date(dispute.evidence_details.due_by * 1_000).toISOString(),
          closed_at: null,
        },
      ],
    });
    const byShopper = await statusOf(
      order.number,
      new Headers({ "order-token": await accessToken(order.id) }),
    );
    expect(byShopper?.status).toMatchObject({
      order: { status: "paid" },
      disputed: [{ amount: 2_200, currency: "USD", state: "open" }],
      refundable: 0,
      cancel: { way: "no", goes_back: null },
    });
    expect(JSON.stringify(byShopper)).not.toContain("fraudulent");
    expect(byShopper?.status).not.toHaveProperty("disputes");
  });

  test("a shopper who asks to cancel is refused while the bank has the money, and no longer once it is back", async () => {
    const { order, payment, dispute } = await aKnownDispute();
    const asks = () => askToCancel(order, { reason: "x", address: "127.0.0.1" });
    await expect(asks()).rejects.toMatchObject({ code: "cancel_not_possible" });
    await stripe.disputes.win(dispute.id);
    await lookAndRecord(payment.id);
    expect(await asks()).toMatchObject({ state: "asked" });
  });
});

describe("when it closes", () => {
  test("won: the money is the shop's again, and can be refunded", async () => {
    const { order, payment, dispute } = await aKnownDispute();
    await stripe.disputes.win(dispute.id);
    for (let look = 0; look < 2; look += 1) await verify(payment);
    expect(await disputeNow(payment)).toMatchObject({ state: "won", closedAt: expect.any(Date) });
    expect((await posted(order)).toSorted()).toEqual([withdrawn, cost, reinstated].toSorted());
    expect(await told(order)).toEqual(["dispute_open", "dispute_won"]);
    expect(await standingNow(payment)).toMatchObject({ needs: [] });
    expect(await give(payment, 2_200)).toMatchObject({ state: "done" });
    expect(await auditOrder(order.id)).toEqual([]);
  });

  test("lost: it stays with the cardholder, and cannot be refunded as well", async () => {
    const { order, payment, dispute } = await aKnownDispute();
    await stripe.disputes.lose(dispute.id);
    for (let look = 0; look < 2; look += 1) await verify(payment);
    expect(await disputeNow(payment)).toMatchObject({ state: "lost", gatewayStatus: "lost" });
    expect(await posted(order)).toHaveLength(2);
    expect(await told(order)).toEqual(["dispute_open", "dispute_lost"]);
    expect(await standingNow(payment)).toMatchObject({ needs: [] });
    await expect(give(payment, 1)).rejects.toMatchObject({ code: "payment_disputed" });
    expect(await auditOrder(order.id)).toEqual([]);
  });

  test("without a webhook: a query of our own finds it, weeks later", async () => {
    const { order, payment } = await aKnownDispute();
    // Nobody responds for sixteen days: Stripe closes it as lost.
    await turnClock(days(17));
    await reconcileOnce();
    expect(await disputeNow(payment)).toMatchObject({ state: "lost" });
    expect(await standingNow(payment)).toMatchObject({ needs: [] });
    expect(await auditOrder(order.id)).toEqual([]);
    await turnClock(days(40));
    await reconcileOnce();
    expect(await paymentNow(payment)).toMatchObject({ nextLookAt: null });
  });

  test("opened and won before any query: all of it is posted at once", async () => {
    const { order, payment, dispute } = await aDisputedPayment();
    await stripe.disputes.win(dispute.id);
    await verify(payment);
    expect((await posted(order)).toSorted()).toEqual([withdrawn, cost, reinstated].toSorted());
    expect(await told(order)).toEqual(["dispute_won"]);
    expect(await standingNow(payment)).toMatchObject({ needs: [] });
    expect(await auditOrder(order.id)).toEqual([]);
  });
});

describe("an inquiry", () => {
  test("takes nothing, waits for a person, and ends with a refund", async () => {
    const { order, payment, dispute } = await aKnownDispute({ inquiry: true });
    expect(await disputeNow(payment)).toMatchObject({ state: "inquiry" });
    expect(await standingNow(payment)).toMatchObject({ needs: ["dispute_opened"] });
    expect(await give(payment, 2_200)).toMatchObject({ state: "done" });
    await stripe.disputes.win(dispute.id);
    await verify(payment);
    expect(await disputeNow(payment)).toMatchObject({ state: "won", gatewayStatus: "warning_closed" });
    expect(await posted(order)).toEqual([]);
    expect(await standingNow(payment)).toMatchObject({ refunded: 2_200, needs: [] });
    expect(await auditOrder(order.id)).toEqual([]);
  });

  test("becomes a dispute: its amount is posted then", async () => {
    const { order, payment, dispute } = await aKnownDispute({ inquiry: true });
    await stripe.disputes.escalate(dispute.id);
    await verify(payment);
    expect(await told(order)).toEqual(["dispute_inquiry", "dispute_open"]);
    expect(await posted(order)).toHaveLength(2);
    await expect(give(payment, 1)).rejects.toMatchObject({ code: "payment_disputed" });
    expect(await auditOrder(order.id)).toEqual([]);
  });
});

describe("an automatic refund", () => {
  beforeEach(() => withCurrencies("USD", "KRW"));

  /** Mina paid through Toss, and again on Stripe's page with a card whose holder disputes the charge at once. */
  async function aDisputedSecondSuccess() {
    const first = await anAuthenticatedPayment(await anOrder());
    const { payment, order } = await anOpenPage(first.order);
    const late = await fault("error_after", { operation: "expire_session" });
    await payOnPage(payment, { card: cards.disputes });
    await confirmWith(first.payment, first.paymentKey);
    await late.mend();
    await turnClock(seconds(1));
    await verify(payment);
    const [dispute] = await disputesOf(db, payment.id);
    if (!dispute) throw new Error("There is no dispute.");
    return { order, payment, dispute };
  }

  test("is not made while the bank has the money: nothing is paid twice", async () => {
    const { order, payment } = await aDisputedSecondSuccess();
    expect(await standingNow(payment)).toMatchObject({
      credited: "shopper",
      refunded: 0,
      refundPending: 0,
      needs: ["dispute_opened"],
    });
    expect(await refundsOf(db, payment.id)).toEqual([]);
    expect(await auditOrder(order.id)).toEqual([]);
  });

  test("is made once the bank has decided for the shop", async () => {
    const { order, payment, dispute } = await aDisputedSecondSuccess();
    await stripe.disputes.win(dispute.id);
    await verify(payment);
    await turnClock(seconds(20));
    await reconcileOnce();
    expect(await standingNow(payment)).toMatchObject({ refunded: 29_000, needs: [] });
    expect((await atStripe(payment.gatewayOrderId)).latest_charge).toMatchObject({ amount_refunded: 29_000 });
    expect(await auditOrder(order.id)).toEqual([]);
  });

  test("is not made once the cardholder has won, and a person is told", async () => {
    const { order, payment, dispute } = await aDisputedSecondSuccess();
    await stripe.disputes.lose(dispute.id);
    await verify(payment);
    expect(await standingNow(payment)).toMatchObject({ refunded: 0, needs: ["dispute_lost"] });
    expect(await refundsOf(db, payment.id)).toEqual([]);
    expect(await auditOrder(order.id)).toEqual([]);
  });
});

describe("a disputed payment in review", () => {
  beforeEach(() => withCurrencies("USD", "KRW"));

  async function aDisputedPaymentInReview() {
    const { order, payment } = await anOpenPage();
    const odd = await fault("wrong_amount", { operation: "look" });
    await payOnPage(payment, { card: cards.disputes });
    await turnClock(seconds(1));
    await verify(payment);
    await odd.mend();
    expect(await paymentNow(payment)).toMatchObject({ status: "in_review" });
    return { order, payment };
  }

  test("is not returned while a bank has it, and accepting it leaves the dispute open", async () => {
    const { order, payment } = await aDisputedPaymentInReview();
    await expect(returnReviewed(order.id, "odd", "sora", now())).rejects.toMatchObject({
      code: "payment_disputed",
    });
    await acceptReviewed(order.id, "agreed", "sora", now());
    expect(await standingNow(payment)).toMatchObject({ status: "paid", needs: ["dispute_opened"] });
  });
});

test("in won, paid out in dollars: the books have the won", async () => {
  withCurrencies("USD", "KRW");
  const { order, payment } = await anOpenPage(await anOrder());
  await payOnPage(payment, { card: cards.disputes });
  await turnClock(seconds(1));
  await verify(payment);
  expect(await posted(order)).toEqual(
    expect.arrayContaining([["dispute", "disputes", "receivable", 29_000], cost]),
  );
  await stripe.disputes.win((await disputeNow(payment))?.id ?? "");
  await hear(
    anEvent("charge.dispute.closed", {
      object: "dispute",
      id: "du_x",
      payment_intent: (await paymentNow(payment)).gatewayPaymentKey,
    }),
  );
  expect(await posted(order)).toContainEqual(["dispute_won", "receivable", "disputes", 29_000]);
  expect(await auditOrder(order.id)).toEqual([]);
});
