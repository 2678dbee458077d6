import { randomUUID } from "node:crypto";
import { onTestFinished } from "vitest";
import type { Staff } from "@/lib/desk/staff/permissions";
import { hashBody, type KeyedRequest } from "@/lib/http/idempotency";
import { env } from "@/lib/settings/env";

// The desk's staff in the tests.

export const sora: Staff = { id: "st_sora", name: "Sora", email: "sora@shop.example", role: "manager" };
export const minho: Staff = { id: "st_minho", name: "Minho", email: "minho@shop.example", role: "manager" };
export const jiwoo: Staff = { id: "st_jiwoo", name: "Jiwoo", email: "jiwoo@shop.example", role: "support" };
export const haneul: Staff = {
  id: "st_haneul",
  name: "Haneul",
  email: "haneul@shop.example",
  role: "viewer",
};

/** The IP address they work from. */
export const deskAddress = "203.0.113.20";

/** A form submission by a staff member, with the form's idempotency key. */
export const aForm = ({ id }: Staff, body: unknown, key: string = randomUUID()): KeyedRequest => ({
  caller: id,
  operation: "desk",
  key,
  bodyHash: hashBody(body),
});

/** Sets the shop's refund limits until the test ends; the same numbers apply in won and in cents. */
export function withRefundLimits(limits: {
  support?: number;
  supportDaily?: number;
  approvalAbove?: number;
  approvalAboveDaily?: number;
}) {
  const settings = env();
  const before = settings.refundLimits;
  const both = (amount: number | undefined) =>
    amount === undefined ? undefined : { KRW: amount, USD: amount };
  settings.refundLimits = {
    support: both(limits.support) ?? before.support,
    supportDaily: both(limits.supportDaily) ?? before.supportDaily,
    approvalAbove: both(limits.approvalAbove) ?? before.approvalAbove,
    approvalAboveDaily: both(limits.approvalAboveDaily) ?? before.approvalAboveDaily,
  };
  onTestFinished(() => {
    settings.refundLimits = before;
  });
}
