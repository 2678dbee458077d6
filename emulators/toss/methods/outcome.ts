import type { ErrorCode } from "../errors";

/** Something that always behaves the same way, so that every outcome can be tried on purpose. */
export interface Outcome {
  id: string;
  ko: string;
  en: string;
  /** Refused while the buyer authenticates: the payment never gets that far. */
  refusedAtAuthentication?: ErrorCode;
  /** Authentication passes, then the confirmation is declined. */
  declinedAtConfirm?: ErrorCode;
}

export type Outcomes = readonly [Outcome, ...Outcome[]];
