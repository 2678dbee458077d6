import type { Board } from "../../../kit/panel/board";
import type { Wrong } from "../../../kit/wrongs";
import type { Contract } from "../../contract";
import type { Payment } from "../../payment";
import type { Receipt } from "../../receipt";
import type { Settlement } from "../../settlement";
import type { WrongKind } from "../../wrongs";

/** A row of settlements, and what is reported wrongly about it now. */
export type ShownSettlement = {
  row: Settlement;
  wrongs: readonly Wrong<WrongKind>[] | undefined;
};

export type Shown = Board & {
  payments: Payment[];
  settlements: ShownSettlement[];
  /** With what is left of each, in won. */
  receipts: { receipt: Receipt; left: number }[];
  contracts: (Contract & { mId: string })[];
};
