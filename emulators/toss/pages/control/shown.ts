import type { Delivery } from "../../../kit/delivery/types";
import type { Fault } from "../../../kit/faults";
import type { View } from "../../../kit/panel/routes";
import type { Language } from "../../errors";
import type { Payment } from "../../payment";

export type Shown = View & {
  language: Language;
  now: number;
  payments: Payment[];
  deliveries: Delivery[];
  targets: string[];
  faults: (Fault & { holding: number })[];
};
