import { expect, test } from "vitest";
import type { NewTransfer } from "@/db/books";
import type { StoredSettlement } from "@/db/schema";
import type { SettlementRow } from "../../gateways/gateway";
import { settled } from "./keep";

// Releases before the books had a place for it kept what concerns the account and did not post it. Such a row may be
// read again for days: when it is sold, when it is paid out, and whenever a list is read anew.

const at = new Date("2028-02-07T00:00:00Z");
const kinds = ["fee", "other", "payout_failed"] as const;
const parts = ["sold", "paid_out"] as const;

type Reading = { part: (typeof parts)[number]; postsNothing: boolean; amount: number };

const rowOf = (kind: (typeof kinds)[number], amount: number): SettlementRow => ({
  id: "txn_1",
  kind,
  transaction: "txn_1",
  about: { paymentKey: null, sessionKey: null, orderId: null },
  currency: "USD",
  amount,
  fee: 7,
  vat: 1,
  net: amount - 8,
  presented: null,
  soldOn: "2028-02-06",
  approvedAt: null,
  payoutOn: null,
  payout: null,
});

/** Reads the row once for each reading, and returns what was posted. */
function postedBy(kind: (typeof kinds)[number], readings: Reading[]): NewTransfer[] {
  let standing: StoredSettlement[] = [];
  return readings.flatMap(({ part, postsNothing, amount }, n) => {
    const list = { gateway: "stripe", keyPair: "stripe", live: false, part } as const;
    const known = { copiesOf: () => [...standing], ownerOf: () => undefined };
    const { added, again, replaced, transfers } = settled(
      list,
      `reading ${n}`,
      [rowOf(kind, amount)],
      known,
      at,
    );
    const posted = postsNothing ? { postedAt: null } : {};
    standing = [
      ...standing
        .filter(({ id }) => !replaced.includes(id))
        .map((row) => {
          const written = again.find(({ ids }) => ids.includes(row.id));
          return written ? { ...row, ...written.values, ...posted } : row;
        }),
      ...added.map((row) => ({ ...row, ...posted })),
    ];
    return postsNothing ? [] : transfers;
  });
}

/** What is left on an account, in minor units. */
const left = (transfers: NewTransfer[], account: string) =>
  transfers.reduce(
    (sum, { debit, credit, amount }) =>
      sum + (debit === account ? amount : 0) - (credit === account ? amount : 0),
    0,
  );

test.each(kinds)("%s is posted on both sides, whichever readings were before the upgrade", (kind) => {
  const faults: string[] = [];
  for (const order of orders(3))
    for (let before = 0; before <= 2; before += 1)
      for (const corrected of [false, true]) {
        const readings = order.map((part, n) => ({
          part,
          postsNothing: n < before,
          amount: corrected && n > 0 ? -1_500 : -1_000,
        }));
        const posted = postedBy(kind, readings);
        const last = readings.at(-1)?.amount ?? 0;
        const isPaidOut = order.includes("paid_out");
        const wrong =
          left(posted, "receivable") !== (isPaidOut ? 0 : last - 8) ||
          new Set(posted.map(({ cause, transaction }) => `${cause} ${transaction}`)).size !== posted.length;
        if (wrong) faults.push(`${order.join(", ")}; ${before} before; corrected: ${corrected}`);
      }
  expect(faults).toEqual([]);
});

/** Every order of so many readings. */
const orders = (length: number): (typeof parts)[number][][] =>
  length === 0 ? [[]] : orders(length - 1).flatMap((rest) => parts.map((part) => [part, ...rest]));
