import fc from "fast-check";
import Sdk from "stripe";
import { afterAll, expect, test } from "vitest";
import { openStripe } from "../testing/stripe-merchant";

const shop = await openStripe({ standing: true });
afterAll(() => shop.close());

type DaySum = { date: string; currency: string; rows: number; gross: number; fees: number; net: number };

const day = fc.array(
  fc.oneof(
    fc.record({
      is: fc.constant("pays" as const),
      amount: fc.integer({ min: 100, max: 20_000 }),
      card: fc.constantFrom("pm_card_visa", "pm_card_refundFail", "pm_card_createDispute"),
    }),
    fc.record({
      is: fc.constant("refunds" as const),
      which: fc.nat(),
      part: fc.integer({ min: 1, max: 9_000 }),
    }),
  ),
  { maxLength: 3 },
);

/** A refusal is an expected outcome; any other error fails the test. */
function unlessRefused(error: unknown) {
  if (!(error instanceof Sdk.errors.StripeError) || (error.statusCode ?? 500) >= 500) throw error;
}

const total = (nets: readonly number[]) => nets.reduce((sum, net) => sum + net, 0);

test("whatever happens in weeks across a leap day, each cent is paid out once or still owed", async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(day, { minLength: 6, maxLength: 12 }), async (days) => {
      await shop.control("POST", "/reset");
      await shop.control("PUT", "/webhooks/targets", { urls: [] });
      await shop.control("POST", "/clock", { set: "2032-02-24T15:00:00Z" });
      const payments: string[] = [];
      for (const deeds of days) {
        for (const deed of deeds) {
          if (deed.is === "pays") {
            const { amount, card } = deed;
            payments.push(
              (await shop.paid({ amount, payment_method: card, capture_method: "automatic" })).id,
            );
          } else {
            const payment_intent = payments[deed.which % (payments.length || 1)];
            // A refund of more than is left, or of a disputed payment, is refused.
            if (payment_intent)
              await shop.sdk.refunds.create({ payment_intent, amount: deed.part }).catch(unlessRefused);
          }
        }
        await shop.control("POST", "/clock", { night: true });
      }
      for (let night = 0; night < 6; night++) await shop.control("POST", "/clock", { night: true });

      const rows = await shop.sdk.balanceTransactions
        .list({ limit: 100 })
        .autoPagingToArray({ limit: 1_000 });
      const moved = rows.filter(({ type }) => type !== "payout");
      const payouts = await shop.sdk.payouts.list({ limit: 100 }).autoPagingToArray({ limit: 1_000 });
      const settled = new Set<string>();
      for (const { id, amount } of payouts) {
        const own = await shop.sdk.balanceTransactions
          .list({ payout: id, limit: 100 })
          .autoPagingToArray({ limit: 1_000 });
        expect(amount).toBeGreaterThan(0);
        expect(total(own.map(({ net }) => net))).toBe(0);
        for (const row of own) {
          expect(settled).not.toContain(row.id);
          settled.add(row.id);
        }
      }
      const owed = moved.filter(({ id }) => !settled.has(id));
      expect(total(owed.map(({ net }) => net))).toBeLessThanOrEqual(0);
      expect(total(payouts.map(({ amount }) => amount)) + total(owed.map(({ net }) => net))).toBe(
        total(moved.map(({ net }) => net)),
      );
      const sums = (await shop.control<DaySum[]>("GET", "/sums?dateType=arrival_date")).body;
      const arrived = sums.map(({ date, net }) => [Date.parse(date) / 1000, net]);
      expect(new Map(arrived as [number, number][])).toEqual(byArrival(payouts));
      const created = (await shop.control<DaySum[]>("GET", "/sums")).body;
      expect(total(created.map(({ net }) => net))).toBe(total(moved.map(({ net }) => net)));
    }),
    { numRuns: 6 },
  );
});

/** Payouts before a weekend arrive on one day. */
function byArrival(payouts: readonly { arrival_date: number; amount: number }[]): Map<number, number> {
  const days = new Map<number, number>();
  for (const { arrival_date: arrival, amount } of payouts)
    days.set(arrival, (days.get(arrival) ?? 0) + amount);
  return days;
}
