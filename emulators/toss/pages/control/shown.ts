import type { Board } from "../../../kit/panel/board";
import type { Payment } from "../../payment";

export type Shown = Board & {
  payments: Payment[];
};
