import type { ErrorCode } from "../errors";

/** A test choice that always behaves the same way, so that every outcome can be tried on purpose. */
export type Outcome = {
  id: string;
  ko: string;
  en: string;
  /** Refused while the buyer authenticates; the payment stays unauthenticated. */
  refusedAtAuthentication?: ErrorCode;
  /** Authentication passes, then the confirmation is declined. */
  declinedAtConfirm?: ErrorCode;
};

export type Outcomes = readonly [Outcome, ...Outcome[]];
