import { type NewTransfer, postMany } from "@/db/books";
import type { Payment, StoredSettlement } from "@/db/schema";
import { lockSettlement, type SettlementList } from "@/db/settlement-reads";
import {
  failPayouts,
  insertSettlements,
  paymentsNamed,
  standingRows,
  supersede,
  writePayouts,
  writeSettlements,
} from "@/db/settlements";
import type { Tx } from "@/db/store";
import {
  accountSource,
  accountTransfers,
  conversionTransfers,
  keptTransfers,
  payoutTransfers,
} from "../../books/settlement";
import { newId } from "../../clock";
import { gateway } from "../../gateways";
import type { GatewayPayout, SettlementRow } from "../../gateways/gateway";

/** How many rows of a page are new or changed, and how many belong neither to a payment of ours nor to our account. */
export type Kept = { found: number; notOurs: number };

/**
 * Keeps a page of a settlement and posts what it says about our payments and our account: what the gateway keeps, and
 * what it paid out.
 * A row that was kept before is not kept again; one that changed is kept as a new version, and the difference is posted.
 * `reading` names the reading of the whole day: a row that it lists twice is kept twice and posted once.
 * The list must have been started.
 */
export async function keepPage(
  tx: Tx,
  list: SettlementList,
  reading: string,
  { rows, payouts }: { rows: SettlementRow[]; payouts: GatewayPayout[] },
  at: Date,
): Promise<Kept> {
  const { gateway: name, live } = list;
  await lockSettlement(tx, list);
  await writePayouts(
    tx,
    payouts.map((payout) => ({ ...payout, gateway: name, live, seenAt: at })),
  );
  await failPayouts(tx, list, failedIn(rows));
  const known = { copiesOf: await standingCopies(tx, list, rows), ownerOf: await owners(tx, list, rows) };
  const { added, replaced, again, transfers, notOurs } = settled(list, reading, rows, known, at);
  await supersede(tx, replaced, at);
  await insertSettlements(tx, added);
  for (const { ids, values } of again) await writeSettlements(tx, ids, values);
  await postMany(tx, transfers);
  return { found: added.length, notOurs };
}

type Known = {
  /** The standing copies of a row, first one first; it may be added to. */
  copiesOf: (row: SettlementRow) => StoredSettlement[];
  /** The payment of ours that a row belongs to. */
  ownerOf: (row: SettlementRow) => Owner | undefined;
};

type Owner = Pick<Payment, "id" | "orderId" | "live" | "keyPair">;

/** What is to be written for the rows of a page, and posted. */
export function settled(
  list: SettlementList,
  reading: string,
  rows: SettlementRow[],
  { copiesOf, ownerOf }: Known,
  at: Date,
) {
  const added: StoredSettlement[] = [];
  const replaced: string[] = [];
  const again = new Map<string, Same>();
  const transfers: NewTransfer[] = [];
  const seen = new Set<string>();
  let notOurs = 0;
  for (const row of rows) {
    const copies = copiesOf(row);
    const before = copies.find(({ id, reading: last }) => last !== reading && !seen.has(id));
    if (before) seen.add(before.id);
    const owner = ownerOf(row);
    if (!owner && !isOfAccount(row)) notOurs += 1;
    const copy = before?.copy ?? copies.length + 1;
    const version = before ? before.version + (isSame(before, row) ? 0 : 1) : 1;
    const posted = postingOf(list, row, { before, copy, version, owner }, at);
    transfers.push(...posted.transfers);
    const values = {
      paymentId: owner?.id ?? null,
      orderId: owner?.orderId ?? null,
      payoutOn: row.payoutOn ?? before?.payoutOn ?? null,
      payout: row.payout ?? before?.payout ?? null,
      postedAt: posted.postedAt,
      paidOutAt: posted.paidOutAt,
      reading,
      seenAt: at,
      missingSince: null,
    };
    if (before?.version === version) {
      const key = JSON.stringify(values);
      const group: Same = again.get(key) ?? { ids: [], values };
      again.set(key, group);
      group.ids.push(before.id);
      continue;
    }
    if (before) replaced.push(before.id);
    const made = { ...fieldsOf(row), ...values, ...list, id: newId("stl"), copy, version, createdAt: at };
    added.push({ ...made, supersededAt: null });
    copies.push({ ...made, supersededAt: null });
  }
  return { added, replaced, again: [...again.values()], transfers, notOurs };
}

/** Rows that are written alike. */
type Same = { ids: string[]; values: Partial<StoredSettlement> };

/** The standing copies of a row, first one first. */
async function standingCopies(tx: Tx, list: SettlementList, rows: SettlementRow[]) {
  const found = new Map<string, StoredSettlement[]>();
  const stored = rows.length > 0 ? await standingRows(tx, list, [...new Set(rows.map(({ id }) => id))]) : [];
  for (const row of stored) found.set(row.gatewayRow, [...(found.get(row.gatewayRow) ?? []), row]);
  return ({ id }: SettlementRow) => {
    const copies = found.get(id) ?? [];
    found.set(id, copies);
    return copies;
  };
}

/** Which of our payments a row belongs to: by the gateway's key, else by our name for the attempt. */
async function owners(tx: Tx, { gateway: name, live }: SettlementList, rows: SettlementRow[]) {
  const keys = rows.flatMap(({ about }) => about.paymentKey ?? []);
  const orderIds = rows.flatMap(({ about }) => about.orderId ?? []);
  const payments = await paymentsNamed(tx, name, live, {
    keys: [...new Set(keys)],
    orderIds: [...new Set(orderIds)],
  });
  const byKey = new Map(payments.map((payment) => [payment.gatewayPaymentKey, payment]));
  const byName = new Map(payments.map((payment) => [payment.gatewayOrderId, payment]));
  return ({ about }: SettlementRow): Payment | undefined =>
    (about.paymentKey ? byKey.get(about.paymentKey) : undefined) ??
    (about.orderId ? byName.get(about.orderId) : undefined);
}

/** A day or payout that the gateway had not set before is no change. */
const isSame = (before: StoredSettlement, row: SettlementRow) =>
  before.kind === row.kind &&
  before.amount === row.amount &&
  before.fee === row.fee &&
  before.vat === row.vat &&
  before.net === row.net &&
  before.currency === row.currency &&
  before.presentedAmount === (row.presented?.amount ?? null) &&
  before.soldOn === row.soldOn &&
  (before.payoutOn === null || row.payoutOn === null || before.payoutOn === row.payoutOn);

const fieldsOf = ({ about, presented, id, kind, transaction, ...row }: SettlementRow) => ({
  gatewayRow: id,
  kind,
  transaction,
  paymentKey: about.paymentKey,
  gatewayOrderId: about.orderId,
  currency: row.currency,
  amount: row.amount,
  fee: row.fee,
  vat: row.vat,
  net: row.net,
  presentedAmount: presented?.amount ?? null,
  presentedCurrency: presented?.currency ?? null,
  soldOn: row.soldOn,
  approvedAt: row.approvedAt,
});

type Standing = {
  before: StoredSettlement | undefined;
  copy: number;
  version: number;
  owner: Owner | undefined;
};

/** Whether a row is about the shop's account at the gateway instead of a payment. */
const isOfAccount = ({ kind, about }: SettlementRow) =>
  (kind === "fee" || kind === "payout_failed" || kind === "other") &&
  about.paymentKey === null &&
  about.orderId === null;

/** Payouts that the bank did not take. */
const failedIn = (rows: SettlementRow[]) =>
  rows.filter(({ kind }) => kind === "payout_failed").map(({ transaction }) => transaction);

/** What is to be posted for a row, and when that was or is done. Only the first copy of a row is posted. */
function postingOf(
  { gateway: name, part, live, keyPair }: SettlementList,
  row: SettlementRow,
  { before, copy, version, owner }: Standing,
  at: Date,
) {
  const { postedAt = null } = before ?? {};
  const isPaidOut = part === "paid_out" || (before?.paidOutAt ?? null) !== null;
  const paidOutAt = before?.paidOutAt ?? (isPaidOut ? at : null);
  const source = owner ?? (isOfAccount(row) ? accountSource({ live, keyPair }) : undefined);
  if (copy > 1) return { transfers: [], postedAt, paidOutAt: before?.paidOutAt ?? null };
  if (!source) return { transfers: [], postedAt, paidOutAt };
  const isNew = postedAt === null;
  const isChanged = isNew || before?.version !== version;
  const wasPaidOut = !isNew && (before?.paidOutAt ?? null) !== null;
  const transaction = version === 1 ? row.id : `${row.id}~${version}`;
  const base = { currency: row.currency, transaction, at };
  const less = (now: number, then: number | null | undefined) => now - (isNew ? 0 : (then ?? 0));
  const kept = { fee: less(row.fee, before?.fee), vat: less(row.vat, before?.vat), ...base };
  const converted = row.presented && {
    amount: less(row.presented.amount, before?.presentedAmount),
    currency: row.presented.currency,
  };
  return {
    transfers: [
      // A gateway that reports fees with its payments has reported this one before.
      ...(isChanged && !(owner && gateway(name).tellsFees) ? keptTransfers(source, kept) : []),
      ...(isChanged && !owner
        ? accountTransfers(source, row.kind, { ...base, amount: less(row.amount, before?.amount) })
        : []),
      ...(isChanged && converted
        ? conversionTransfers(source, converted, { ...base, amount: less(row.amount, before?.amount) })
        : []),
      ...(isPaidOut
        ? payoutTransfers(source, { ...base, net: row.net - (wasPaidOut ? (before?.net ?? 0) : 0) })
        : []),
    ],
    postedAt: postedAt ?? at,
    paidOutAt,
  };
}
