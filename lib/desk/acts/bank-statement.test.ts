import { expect, test } from "vitest";
import { auditOf } from "@/db/audit";
import { bankLines, bankStatements } from "@/db/schema";
import { db } from "@/db/store";
import { days, now } from "@/lib/clock";
import { monthBefore, seoulDate } from "@/lib/seoul";
import "@/testing/books";
import { type BankLine, bankFile } from "@/testing/bank-file";
import { jiwoo, sora } from "@/testing/desk-people";
import { toss, turnClock } from "@/testing/gateway";
import { aPaidPayment } from "@/testing/makers";
import { pullAll } from "../../payments/settlement/pull";
import { settlementMonth } from "../read/settlements";
import { importStatement } from "./bank-statement";

// A manager imports what her bank says, and the shop finds each of the gateway's payouts in it.

const address = "192.0.2.7";

/** Everything is paid out, weekends and holidays included, and read at once. */
async function untilPaidOut() {
  await turnClock(days(12));
  await pullAll(now());
}

/** What Toss pays out by day, by its own sums. */
const paidOut = async (): Promise<BankLine[]> =>
  (await toss.sums("paidOutDate")).map(({ date, net }) => ({
    day: date,
    amount: net,
    description: "토스페이먼츠(주",
  }));

const today = () => seoulDate(now());

const fileOf = (lines: BankLine[], from = "2020-01-01") =>
  bankFile(lines, { from, until: today() }).toString("base64");

const importing = (file: string, more = {}) =>
  importStatement(sora, { account: "국민 1234", currency: "KRW", file, ...more }, address, now());

/** The bank in the month of a day and the one before. */
async function bankAround(day: string) {
  const month = day.slice(0, 7);
  const found = await Promise.all([monthBefore(month), month].map((of) => settlementMonth(sora, of, now())));
  return {
    differences: found.flatMap(({ differences }) => differences),
    sums: found.flatMap(({ bank }) => bank.sums),
  };
}

test("everything arrived: the books' bank account is what the bank says, and the file again changes nothing", async () => {
  await aPaidPayment();
  await turnClock(days(1));
  await aPaidPayment();
  await untilPaidOut();
  const lines = await paidOut();
  const last = lines.at(-1)?.day ?? "";
  const rent = { day: last, amount: -500_000, description: "김건물 월세" };
  const file = fileOf([...lines, rent]);
  const made = { is: "imported", lines: lines.length + 1, of_gateways: lines.length, last_day: today() };
  expect(await importing(file)).toMatchObject({ ...made, added: lines.length });
  expect(await importing(file)).toMatchObject({ ...made, added: 0 });
  expect(await db.select().from(bankLines)).toHaveLength(lines.length);
  expect(await db.select().from(bankStatements)).toMatchObject([
    { lines: lines.length + 1, kept: lines.length },
  ]);
  expect(await auditOf(db, "국민 1234")).toMatchObject([
    { action: "bank_statement_imported", detail: { added: lines.length } },
    { action: "bank_statement_imported", detail: { added: 0 } },
  ]);
  const { differences, sums } = await bankAround(last);
  expect(differences).toEqual([]);
  expect(sums.length).toBeGreaterThan(0);
  for (const { booked, arrived, missing, unseen, remainder } of sums)
    expect({ missing, unseen, remainder, arrived }).toEqual({
      missing: 0,
      unseen: 0,
      remainder: 0,
      arrived: booked,
    });
});

test("a payout that the bank does not have, and one that is short by a fee", async () => {
  await aPaidPayment();
  await untilPaidOut();
  const [first] = await paidOut();
  if (!first) throw new Error("Nothing was paid out.");
  await importing(fileOf([{ ...first, amount: first.amount - 500 }]));
  expect((await bankAround(first.day)).differences).toMatchObject([
    { name: "deposit_short", gateway: "toss", expected: first.amount, listed: first.amount - 500 },
  ]);
  expect((await bankAround(first.day)).sums).toMatchObject([{ missing: 500, remainder: 0 }]);
});

test("before a statement is imported nothing is wrong; one that covers the day without the deposit says so", async () => {
  await aPaidPayment();
  await untilPaidOut();
  const [first] = await paidOut();
  if (!first) throw new Error("Nothing was paid out.");
  expect((await bankAround(first.day)).differences).toEqual([]);
  expect((await bankAround(first.day)).sums).toMatchObject([{ unseen: first.amount, remainder: 0 }]);
  const other = { day: first.day, amount: 4_321, description: "토스페이먼츠" };
  const far = { day: today(), amount: 9_999, description: "이자" };
  await importing(fileOf([far]));
  expect((await bankAround(first.day)).differences).toMatchObject([
    { name: "payout_not_in_bank", expected: first.amount, listed: 0 },
  ]);
  await importing(fileOf([first, first, { ...other, day: today() }, far]));
  expect((await bankAround(today())).differences.map(({ name }) => name).toSorted()).toEqual([
    "deposit_twice",
    "deposit_unknown",
  ]);
});

test("a file of all of this month says nothing about days that are not over", async () => {
  await aPaidPayment();
  const asked = seoulDate(new Date(now().getTime() + days(40)));
  const rent = { day: today(), amount: -500_000, description: "김건물 월세" };
  const file = bankFile([rent], { from: "2020-01-01", until: asked }).toString("base64");
  expect(await importing(file)).toMatchObject({ is: "imported", last_day: asked });
  await untilPaidOut();
  const [first] = await paidOut();
  if (!first) throw new Error("Nothing was paid out.");
  const { differences, sums } = await bankAround(first.day);
  expect(differences).toEqual([]);
  expect(sums).toMatchObject([{ unseen: first.amount, missing: 0, remainder: 0 }]);
});

test("the columns of an unknown bank are named once", async () => {
  await aPaidPayment();
  await untilPaidOut();
  const [first] = await paidOut();
  if (!first) throw new Error("Nothing was paid out.");
  const of = (line: BankLine) =>
    Buffer.from(`언제,누가,얼마\n${line.day},${line.description},${line.amount}\n`).toString("base64");
  const asked = await importing(of(first));
  expect(asked).toEqual({ is: "columns", header: 0, names: ["언제", "누가", "얼마"] });
  const columns = { header: 0, day: 0, description: 1, deposit: 2, withdrawal: null };
  expect(await importing(of(first), { columns })).toMatchObject({ is: "imported", added: 1 });
  const next = { ...first, amount: first.amount + 1 };
  expect(await importing(of(next))).toMatchObject({ is: "imported", added: 1 });
});

test("support does not import statements", async () => {
  const wish = { account: "국민 1234", currency: "KRW", file: fileOf([]) } as const;
  await expect(importStatement(jiwoo, wish, address, now())).rejects.toMatchObject({ code: "forbidden" });
});
