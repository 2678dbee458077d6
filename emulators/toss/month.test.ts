import fc from "fast-check";
import { afterAll, expect, test } from "vitest";
import { openToss, type PaymentBody } from "../testing/toss-merchant";

const shop = await openToss();
afterAll(() => shop.close());

type Row = {
  paymentKey: string;
  transactionKey: string;
  method: string;
  amount: number;
  fee: number;
  vat: number;
  payOutAmount: number;
  soldDate: string;
  paidOutDate: string;
};
type DaySum = { date: string; rows: number; gross: number; fees: number; vat: number; net: number };

const choices = [
  { method: "CARD" },
  { method: "TRANSFER" },
  { method: "MOBILE_PHONE" },
  { method: "EASY_PAY", provider: "NAVERPAY", points: 500 },
  { method: "VIRTUAL_ACCOUNT" },
];

const account = { bank: "20", accountNumber: "1002345678901", holderName: "김토스" };

const day = fc.array(
  fc.oneof(
    fc.record({
      is: fc.constant("pays" as const),
      choice: fc.constantFrom(...choices),
      amount: fc.integer({ min: 1_000, max: 90_000 }),
    }),
    fc.record({
      is: fc.constant("refunds" as const),
      which: fc.nat(),
      part: fc.integer({ min: 1, max: 20_000 }),
    }),
    fc.record({ is: fc.constant("reverses" as const), which: fc.nat() }),
  ),
  { maxLength: 3 },
);

/** Everything a list has, page by page. */
async function all<Item>(path: string, query: Record<string, string>): Promise<Item[]> {
  const found: Item[] = [];
  for (let page = 1; ; page++) {
    const asked = new URLSearchParams({ ...query, page: String(page), size: "7" });
    const { body } = await shop.ask<Item[]>("GET", `/v1/${path}?${asked}`);
    found.push(...body);
    if (body.length < 7) return found;
  }
}

const sums = async (dateType: string) =>
  (await shop.control<DaySum[]>("GET", `/sums?dateType=${dateType}`)).body;

/** What rows come to by day, as a shop would add them up. */
function addedUp(rows: readonly Row[], dateType: "soldDate" | "paidOutDate") {
  const days = new Map<string, { rows: number; gross: number; fees: number; vat: number; net: number }>();
  for (const row of rows) {
    const sum = days.get(row[dateType]) ?? { rows: 0, gross: 0, fees: 0, vat: 0, net: 0 };
    days.set(row[dateType], {
      rows: sum.rows + 1,
      gross: sum.gross + row.amount,
      fees: sum.fees + row.fee,
      vat: sum.vat + row.vat,
      net: sum.net + row.payOutAmount,
    });
  }
  return [...days].map(([date, sum]) => ({ date, currency: "KRW", ...sum })).sort(byDate);
}
const byDate = (one: { date: string }, other: { date: string }) => (one.date < other.date ? -1 : 1);

test("whatever happens in weeks across a leap day, settlements, transactions and sums agree", async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(day, { minLength: 8, maxLength: 12 }), async (days) => {
      await shop.control("POST", "/reset");
      await shop.control("POST", "/clock", { set: "2028-02-23T22:00:00+09:00" });
      const payments: PaymentBody[] = [];
      for (const deeds of days) {
        for (const deed of deeds) {
          const chosen = "which" in deed ? payments[deed.which % (payments.length || 1)] : undefined;
          if (deed.is === "pays") {
            const { body } = await shop.confirm(await shop.buyer({ ...deed.choice, amount: deed.amount }));
            await shop.control("POST", `/payments/${body.paymentKey}/deposit`, {});
            payments.push(body);
          } else if (chosen && deed.is === "refunds") {
            const { balanceAmount } = (await shop.look(chosen.paymentKey)).body;
            const cancelAmount = Math.min(deed.part, balanceAmount) || 1;
            await shop.cancel(chosen.paymentKey, { cancelAmount, refundReceiveAccount: account });
          } else if (chosen) {
            await shop.control("POST", `/payments/${chosen.paymentKey}/reverse-deposit`, {});
          }
        }
        await shop.control("POST", "/clock", { night: true });
        await shop.turnClock(20 * 60);
      }
      await shop.control("POST", "/clock", { night: true });

      const span = { startDate: "2028-02-01", endDate: "2028-03-31" };
      const rows = await all<Row>("settlements", span);
      const transactions = (
        await shop.ask<Row[]>("GET", `/v1/transactions?${new URLSearchParams({ ...span, limit: "5000" })}`)
      ).body;
      expect(rows.map(({ transactionKey, amount }) => [transactionKey, amount])).toEqual(
        transactions.map(({ transactionKey, amount }) => [transactionKey, amount]),
      );
      expect(await sums("soldDate")).toEqual(addedUp(rows, "soldDate"));
      const paidOut = await all<Row>("settlements", { ...span, dateType: "paidOutDate" });
      expect(await sums("paidOutDate")).toEqual(addedUp(paidOut, "paidOutDate"));
      for (const { paymentKey } of payments) {
        const own = rows.filter((row) => row.paymentKey === paymentKey);
        const left = own.reduce((sum, { amount }) => sum + amount, 0);
        const { status, balanceAmount } = (await shop.look(paymentKey)).body;
        expect(left).toBe(status === "WAITING_FOR_DEPOSIT" ? 0 : balanceAmount);
        const fees = own.reduce((sum, { fee }) => sum + fee, 0);
        if (left === 0 && own[0]?.method !== "계좌이체") expect(fees).toBe(0);
        else expect(fees).toBeGreaterThanOrEqual(0);
      }
    }),
    { numRuns: 6 },
  );
});
