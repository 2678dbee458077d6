import type { Need, NeedReason } from "@/db/schema";

/** What must be in the list of needs. */
export type Demanded = Pick<Need, "subject" | "subjectId"> & {
  paymentId: string;
  /** One of these is why. */
  reasons: readonly NeedReason[];
};
