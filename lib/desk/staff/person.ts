import type { Staff } from "./permissions";

/** A staff member, with the fields that only managers read. */
export type Person = Staff & {
  disabled: boolean;
  mustChangePassword: boolean;
  hasSecondFactor: boolean;
  /** Who created the account or last reset it, and when: `operator`, `staff:…`, or null if it predates this record. */
  madeBy: string | null;
  madeAt: Date | null;
  /** Who removed their authenticator app, if nobody has given them a new password since. */
  factorRemovedBy: string | null;
  /**
   * Everybody who created or reset the account or removed its app since the operator vouched for it, and who had access
   * to their accounts at that time: `staff:…`.
   */
  knownTo: string[];
  /** `knownTo` as its row stores it. */
  knownToKept: string | null;
  /** When a former manager last was a manager. */
  managerUntil: Date | null;
  createdAt: Date;
};
