import { createHash } from "node:crypto";
import type { DifferenceName } from "../../contracts/differences";
import type { GatewayName } from "../../contracts/gateways";
import type { SettlementKind } from "../../contracts/settlements";

/** One way in which a settlement differs from the books. Amounts in minor units of `currency`. */
export type FoundDifference = {
  name: DifferenceName;
  gateway: GatewayName;
  /** The gateway's ID of the row or payout; null if it is about a payment as a whole. */
  transaction: string | null;
  /** Which copy of the row, if the gateway lists it several times. */
  copy?: number;
  /** Null if it belongs to no order of ours. */
  orderNumber: string | null;
  paymentId: string | null;
  kind: SettlementKind;
  currency: string;
  /** What the books say, or what is expected; null if only one amount is known. */
  expected: number | null;
  listed: number;
  since: Date;
  /** The day in Seoul from which on the gateway's lists may tell more of it. */
  day: string;
  /** Of a fee: whether what was paid or given back differs too. A look at the payment posts the fee of what it finds. */
  askFirst?: boolean;
};

/** `key` names what differs, of what and by how much: if that changes, it is another difference. */
export type Difference = FoundDifference & { key: string };

/** Gives each difference its key. Two that say the same have different ones. */
export function withKeys(differences: FoundDifference[]): Difference[] {
  const seen = new Map<string, number>();
  return differences.map((difference) => {
    const { name, gateway, transaction, copy, paymentId, kind, currency, expected, listed } = difference;
    const said = JSON.stringify([
      name,
      gateway,
      transaction,
      copy ?? null,
      paymentId,
      kind,
      currency,
      expected,
      listed,
    ]);
    const time = (seen.get(said) ?? 0) + 1;
    seen.set(said, time);
    const key = createHash("sha256").update(`${said} ${time}`).digest("base64url").slice(0, 22);
    return { ...difference, key };
  });
}
