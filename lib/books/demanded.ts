import type { Need, NeedReason } from "@/db/schema";

/** Something that must be in the list of needs. */
export type Demanded = Pick<Need, "subject" | "subjectId"> & {
  paymentId: string;
  /** Any one of these reasons is enough. */
  reasons: readonly NeedReason[];
};
