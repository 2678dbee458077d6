import { allowDueLook } from "@/db/payments";
import type { Payment } from "@/db/schema";
import { transaction } from "@/db/store";
import { days, hours, later, minutes } from "../clock";
import { lookAndSettle } from "./look";

/** So long a payment is asked about by itself, in milliseconds after it began. Then nothing more is expected. */
const askedForMs = days(30);

/** Asks about a payment whose time for it has come, unless another instance does; less and less often as it ages. */
export async function lookWhenDue(payment: Pick<Payment, "id" | "createdAt">, at: Date): Promise<void> {
  const age = at.getTime() - payment.createdAt.getTime();
  const wait = Math.min(Math.max(age / 2, minutes(1)), hours(6));
  const next = age < askedForMs ? later(at, wait) : null;
  if (await transaction((tx) => allowDueLook(tx, payment.id, at, next))) await lookAndSettle(payment.id);
}
