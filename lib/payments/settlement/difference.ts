import type { DifferenceName } from "../../contracts/differences";
import type { GatewayName } from "../../contracts/gateways";
import type { SettlementKind } from "../../contracts/settlements";

/** One way in which a settlement differs from the books. Amounts in minor units of `currency`. */
export type Difference = {
  name: DifferenceName;
  gateway: GatewayName;
  /** The gateway's ID of the row or payout; null if it is about a payment as a whole. */
  transaction: string | null;
  /** Null if it belongs to no order of ours. */
  orderNumber: string | null;
  kind: SettlementKind;
  currency: string;
  /** What the books say, or what is expected; null if only one amount is known. */
  expected: number | null;
  listed: number;
  since: Date;
};
