import type { Call } from "@/db/schema";

/** What is remembered of an ended call: all that was sent, except the number on a cash receipt, which identifies a person. */
export function forgetful({ sent }: Call): Partial<Pick<Call, "sent">> {
  if (sent.kind === "issue" && sent.cashReceipt) return { sent: { ...sent, cashReceipt: undefined } };
  if (sent.kind === "receipt" && sent.registrationNumber)
    return { sent: { ...sent, registrationNumber: undefined } };
  return {};
}
