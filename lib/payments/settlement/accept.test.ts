import { afterEach, expect, test } from "vitest";
import { auditOf } from "@/db/audit";
import { transfersOfPayment } from "@/db/books";
import { writePayment } from "@/db/payments";
import { settlementRows } from "@/db/schema";
import { settlementsOfPayment, writeSettlements } from "@/db/settlements";
import { db, transaction } from "@/db/store";
import { deskAddress, jiwoo, sora } from "@/testing/desk-people";
import { toss } from "@/testing/gateway";
import { aPaidPayment } from "@/testing/makers";
import { passNights } from "@/testing/nights";
import { listedBy } from "@/testing/settled";
import { stripe, turnClock, withCurrencies } from "@/testing/stripe";
import { aPaidIntent } from "@/testing/stripe-makers";
import { auditOrder } from "../../books/invariants";
import { newId, now } from "../../clock";
import { mayBeAccepted } from "../../contracts/differences";
import { acceptDifference } from "../../desk/acts/differences";
import { gateway, useGateways } from "../../gateways";
import { seoulDate } from "../../seoul";
import { lookAndRecord } from "../engine/look";
import { monthSpan, reconcileMonth } from "./reconcile";

// Sora keeps the books. What she has looked into leaves the list, and a fee is posted as it was settled.

afterEach(() => useGateways());

const monthNow = () => seoulDate(now()).slice(0, 7);
const monthOf = (month: string) => reconcileMonth(db, monthSpan(month, false), now());
const note = "결제사에 확인함";

const nights = (n: number) => passNights(n, turnClock);

/** Stripe settles another fee than it told with the payment, and pays out accordingly. */
const settleAnotherFee = (by: number) =>
  listedBy("stripe", ({ rows, payouts, ...page }) => ({
    ...page,
    rows: rows.map((row) =>
      row.kind === "capture" ? { ...row, fee: row.fee + by, net: row.net - by } : row,
    ),
    payouts: payouts.map((payout) => ({ ...payout, amount: payout.amount - by })),
  }));

test.each([40, -40])(
  "a fee that was settled otherwise, by %d cents, is posted once she accepts it",
  async (by) => {
    withCurrencies("USD", "KRW");
    const { order, payment } = await aPaidIntent();
    settleAnotherFee(by);
    const month = monthNow();
    await nights(9);
    // The shop has not asked for the fee yet: it would be posted twice.
    const [unasked] = (await monthOf(month)).differences;
    const tooEarly = { month, key: unasked?.key ?? "", note, address: deskAddress };
    await expect(acceptDifference(sora, tooEarly, now())).rejects.toMatchObject({ code: "not_found" });
    await lookAndRecord(payment.id);
    await nights(3);

    const { differences } = await monthOf(month);
    expect(differences.map(({ name }) => name)).toEqual(["fee_differs"]);
    const [{ key } = { key: "" }] = differences;
    const accept = { month, key, note, address: deskAddress };
    await expect(acceptDifference(jiwoo, accept, now())).rejects.toMatchObject({ code: "forbidden" });

    const both = await Promise.allSettled([1, 2].map(() => acceptDifference(sora, accept, now())));
    const done = both.flatMap((one) => (one.status === "fulfilled" ? [one.value] : []));
    expect(done).toEqual([{ posted: by, currency: "USD" }]);
    const { differences: left, owed } = await monthOf(month);
    expect(left).toEqual([]);
    for (const of of owed) expect(of).toMatchObject({ owed: 0, toCome: 0, unlisted: 0, remainder: 0 });
    expect(await auditOrder(order.id)).toEqual([]);
    expect(await auditOf(db, order.number)).toMatchObject([
      { action: "difference_accepted", detail: { difference: "fee_differs", posted: by, note } },
    ]);
    await expect(acceptDifference(sora, accept, now())).rejects.toMatchObject({ code: "outdated" });
  },
);

test("a changed row is only noted; what is missing cannot be accepted", async () => {
  const { payment } = await aPaidPayment();
  const { payment: lost } = await aPaidPayment();
  const rowOf = async ({ gatewayOrderId }: typeof payment) =>
    (await toss.payments.list(gatewayOrderId))[0]?.lastTransactionKey ?? "";
  const month = monthNow();
  await toss.wrong("hide_settlement", await rowOf(lost));
  await nights(1);
  await toss.wrong("wrong_fee", await rowOf(payment), { by: 110 });
  await nights(9);
  const found = (await monthOf(month)).differences;
  expect(found.map(({ name }) => name).toSorted()).toEqual(["changed", "missing_there"]);
  const accept = (name: string) =>
    acceptDifference(
      sora,
      { month, key: found.find((one) => one.name === name)?.key ?? "", note, address: deskAddress },
      now(),
    );
  await expect(accept("missing_there")).rejects.toMatchObject({ code: "not_found" });
  expect(await accept("changed")).toEqual({ posted: 0, currency: "KRW" });
  const { differences, accepted } = await monthOf(month);
  expect(differences.map(({ name }) => name)).toEqual(["missing_there"]);
  expect(accepted).toMatchObject([{ name: "changed", acceptance: { note, acceptedBy: `staff:${sora.id}` } }]);
  await expect(accept("changed")).rejects.toMatchObject({ code: "outdated" });
});

const acceptKey = (month: string, key: string) =>
  acceptDifference(sora, { month, key, note, address: deskAddress }, now());

test("an order paid twice: accepting the fee of one payment leaves that of the other", async () => {
  const month = monthNow();
  const { order, payment } = await aPaidIntent();
  const { payment: second } = await aPaidIntent();
  await transaction((tx) => writePayment(tx, second.id, second.version, { orderId: order.id, attempt: 2 }));
  for (const { id } of [payment, second]) await lookAndRecord(id);
  settleAnotherFee(40);
  await nights(9);
  for (const { id } of [payment, second]) await lookAndRecord(id);
  for (const left of [1, 0]) {
    const first = (await monthOf(month)).differences.find(({ name }) => name === "fee_differs");
    expect(await acceptKey(month, first?.key ?? "")).toEqual({ posted: 40, currency: "USD" });
    const { differences, accepted } = await monthOf(month);
    expect(differences.filter(({ name }) => name === "fee_differs")).toHaveLength(left);
    expect(accepted).toEqual([]);
  }
});

test("a fee that is settled otherwise, back, and otherwise again is posted each time", async () => {
  const month = monthNow();
  const { payment } = await aPaidIntent();
  await lookAndRecord(payment.id);
  await nights(9);
  await lookAndRecord(payment.id);
  const [row] = await settlementsOfPayment(db, payment.id);
  if (!row) throw new Error("Stripe listed nothing.");
  for (const by of [40, -40, 40]) {
    row.fee += by;
    await transaction((tx) => writeSettlements(tx, [row.id], { fee: row.fee }));
    const fee = (await monthOf(month)).differences.find(({ name }) => name === "fee_differs");
    expect(await acceptKey(month, fee?.key ?? "")).toEqual({ posted: by, currency: "USD" });
    expect((await monthOf(month)).differences.map(({ name }) => name)).not.toContain("fee_differs");
    // What was just posted may still be listed.
    await nights(3);
  }
});

test("a dispute of which nobody told: its fee is not accepted, but asked for, and posted once", async () => {
  const month = monthNow();
  const { order, payment, intentId } = await aPaidIntent();
  await turnClock(60_000);
  await lookAndRecord(payment.id);
  await stripe.disputes.open(intentId);
  await nights(9);
  const { differences } = await monthOf(month);
  expect(differences.map(({ name }) => name).toSorted()).toEqual(["fee_differs", "missing_here"]);
  expect(differences.filter(mayBeAccepted)).toEqual([]);
  const fee = differences.find(({ name }) => name === "fee_differs");
  await expect(acceptKey(month, fee?.key ?? "")).rejects.toMatchObject({ code: "outdated" });
  await lookAndRecord(payment.id);
  expect((await monthOf(month)).differences).toEqual([]);
  const posted = (await transfersOfPayment(db, payment.id)).map(({ cause }) => cause);
  expect(posted.filter((cause) => cause === "dispute_fee" || cause === "settlement_fee")).toEqual([
    "dispute_fee",
  ]);
  expect(await auditOrder(order.id)).toEqual([]);
});

test("a dispute's fee that comes without money is not accepted either, but asked for, and posted once", async () => {
  const month = monthNow();
  const { order, payment, intentId } = await aPaidIntent();
  await turnClock(60_000);
  await stripe.disputes.open(intentId);
  await lookAndRecord(payment.id);
  await nights(9);
  const [row] = (await settlementsOfPayment(db, payment.id)).filter(({ kind }) => kind === "dispute");
  if (!row) throw new Error("Stripe listed no dispute.");
  const countered = {
    gatewayRow: "txn_countered",
    transaction: "txn_countered",
    amount: 0,
    fee: 500,
    net: -500,
  };
  await transaction((tx) => tx.insert(settlementRows).values({ ...row, ...countered, id: newId("stl") }));

  const feeNow = async () => (await monthOf(month)).differences.find(({ name }) => name === "fee_differs");
  const fee = await feeNow();
  expect(fee).toMatchObject({ askFirst: true });
  await expect(acceptKey(month, fee?.key ?? "")).rejects.toMatchObject({ code: "outdated" });

  chargeForAnswering("txn_countered", 500);
  await lookAndRecord(payment.id);
  expect(await feeNow()).toBeUndefined();
  const posted = (await transfersOfPayment(db, payment.id)).filter(({ cause }) => cause === "dispute_fee");
  expect(posted.map(({ transaction }) => transaction)).toContain("txn_countered");
  await lookAndRecord(payment.id);
  expect(await auditOrder(order.id)).toEqual([]);
});

/** Stripe keeps a fee, in cents, for the shop's answer to a dispute. */
function chargeForAnswering(transaction: string, amount: number) {
  const real = gateway("stripe");
  const fee = { amount, currency: "USD" };
  useGateways({
    stripe: {
      ...real,
      async look(...asked) {
        const found = await real.look(...asked);
        if (found.is !== "seen") return found;
        const disputes = found.snapshot.disputes.map((dispute) => ({
          ...dispute,
          movements: [...dispute.movements, { transaction, amount: 0, fee }],
        }));
        return { is: "seen", snapshot: { ...found.snapshot, disputes } };
      },
    },
  });
}

test("what was accepted does not hide what came after it", async () => {
  const { payment } = await aPaidPayment();
  await nights(1);
  const [row] = await settlementsOfPayment(db, payment.id);
  if (!row) throw new Error("Toss listed nothing.");
  const month = row.soldOn.slice(0, 7);
  const notOurs = (n: number) => ({
    ...row,
    id: newId("stl"),
    gatewayRow: `other-${String(n).padStart(3, "0")}`,
    paymentId: null,
    orderId: null,
    postedAt: null,
  });
  const rows = Array.from({ length: 203 }, (_, n) => notOurs(n));
  await transaction((tx) => tx.insert(settlementRows).values(rows));
  const before = await monthOf(month);
  expect(before).toMatchObject({ more: true, accepted: [] });
  expect(before.differences).toHaveLength(200);
  for (const { key } of before.differences.slice(0, 3)) await acceptKey(month, key);
  const after = await monthOf(month);
  expect(after).toMatchObject({ more: false });
  expect([after.differences.length, after.accepted.length]).toEqual([200, 3]);
});
