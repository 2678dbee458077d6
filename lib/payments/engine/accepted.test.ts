import { expect, test } from "vitest";
import { failureKinds, type Payment, storedPaymentStatuses } from "@/db/schema";
import { type Accepting, isAccepted } from "./accepted";

const nothing = { captured: 0, failureKind: null, detail: {} } as const;
const virtualAccount = { bank: "20", accountNumber: "", holderName: "", dueAt: null };

const accepted = {
  ready: false,
  confirming: false,
  requires_action: false,
  authorized: true,
  waiting_for_deposit: true,
  paid: true,
  failed: false,
  canceled: false,
  expired: false,
  in_review: true,
} satisfies Record<Payment["status"], boolean>;

test.each(storedPaymentStatuses)(
  "the state decides whether the key of an attempt without a charge was accepted: %s",
  (status) => {
    expect(isAccepted({ ...nothing, status })).toBe(accepted[status]);
  },
);

test.each(storedPaymentStatuses)(
  "a key that was charged stays accepted, even after a refund: %s",
  (status) => {
    expect(isAccepted({ ...nothing, status, captured: 29_000 })).toBe(true);
  },
);

test.each(["expired", "canceled", "failed"] as const)(
  "the key of an account that ended was accepted: %s",
  (status) => {
    expect(isAccepted({ ...nothing, status, detail: { virtualAccount } })).toBe(true);
  },
);

test.each([...failureKinds, null])(
  "of all failures, only a decline by the issuer means that the key was accepted: %s",
  (failureKind) => {
    const failed: Accepting = { ...nothing, status: "failed", failureKind };
    expect(isAccepted(failed)).toBe(failureKind === "declined");
  },
);
