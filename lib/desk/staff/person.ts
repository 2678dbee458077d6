import type { Staff } from "./permissions";

/** Somebody who works at the desk, with what only managers read. */
export type Person = Staff & {
  disabled: boolean;
  mustChangePassword: boolean;
  hasSecondFactor: boolean;
  /** Who made the account or reset it last, and when: `operator`, `staff:…`, or null for one of before this was noted. */
  madeBy: string | null;
  madeAt: Date | null;
  /** Who took their authenticator app away, if nobody has given a new password since. */
  factorRemovedBy: string | null;
  /**
   * Everybody who made or reset the account or took its app away since the operator vouched for it, and who had a way into
   * theirs at that time: `staff:…`.
   */
  knownTo: string[];
  /** The same as its row has it. */
  knownToKept: string | null;
  /** When they were a manager last, who are none any more. */
  managerUntil: Date | null;
  createdAt: Date;
};
