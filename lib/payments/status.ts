import { paymentsOf } from "@/db/payments";
import { db } from "@/db/store";
import { findOwnOrder } from "../orders/access";
import { presentStatus, withoutDetails } from "./present";

/** What is so with an order, as far as the caller may see it; undefined when it is not theirs. */
export async function statusOf(orderNumber: string, headers: Pick<Headers, "get">) {
  const own = await findOwnOrder(orderNumber, headers);
  if (!own) return undefined;
  const status = presentStatus(own.order, await paymentsOf(db, own.order.id));
  if (own.access === "owner") return { ...own, status };
  return { ...own, status: { ...status, payments: status.payments.map(withoutDetails) } };
}
