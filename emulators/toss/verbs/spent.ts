import { monthOf } from "../methods/mobile-phone";
import type { Toss } from "../toss";

/** What this phone's bill already carries this month. */
export function spentThisMonth(toss: Toss, phone: string | null): number {
  if (phone === null) return 0;
  const month = monthOf(toss.clock.now());
  return toss.payments
    .find({ phone })
    .filter(({ approvedAt }) => approvedAt !== null && monthOf(approvedAt) === month)
    .reduce((sum, { balance }) => sum + balance, 0);
}
