import { afterEach, expect, test } from "vitest";
import { auditOf } from "@/db/audit";
import { db } from "@/db/store";
import { deskAddress, jiwoo, sora } from "@/testing/desk-people";
import { toss } from "@/testing/gateway";
import { aPaidPayment } from "@/testing/makers";
import { passNights } from "@/testing/nights";
import { turnClock, withCurrencies } from "@/testing/stripe";
import { aPaidIntent } from "@/testing/stripe-makers";
import { auditOrder } from "../../books/invariants";
import { now } from "../../clock";
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
function settleAnotherFee(by: number) {
  const real = gateway("stripe");
  useGateways({
    stripe: {
      ...real,
      async settlement(pair, wish, cursor) {
        const page = await real.settlement(pair, wish, cursor);
        if (page.is !== "seen") return page;
        const rows = page.rows.map((row) =>
          row.kind === "capture" ? { ...row, fee: row.fee + by, net: row.net - by } : row,
        );
        const payouts = page.payouts.map((payout) => ({ ...payout, amount: payout.amount - by }));
        return { ...page, rows, payouts };
      },
    },
  });
}

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
