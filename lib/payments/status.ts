import { disputesOfPayments } from "@/db/disputes";
import { orderVersion } from "@/db/orders";
import { paymentsOf } from "@/db/payments";
import { refundsAwaitingAccount } from "@/db/refunds";
import type { Payment } from "@/db/schema";
import { db } from "@/db/store";
import { later, now, sleep } from "../clock";
import { findReadableOrder } from "../orders/access";
import { asShopperSees } from "./as-shopper-sees";
import { presentDispute, presentStatus, withoutDetails } from "./present";
import { needsAccount } from "./reserve";

/** What is so with an order, as far as the caller may see it; undefined when it is not theirs. */
export async function statusOf(orderNumber: string, headers: Pick<Headers, "get">) {
  const own = await findReadableOrder(orderNumber, headers);
  if (!own) return undefined;
  const all = await paymentsOf(db, own.order.id);
  // Whoever brings a key of the shop's sees what is reserved, too, and what banks have.
  const isShop = headers.get("authorization") !== null;
  const payments = isShop ? all : await asShopperSees(all);
  const deposits = payments.filter((payment) => needsAccount(payment) && payment.refundPending > 0);
  const waiting = await refundsAwaitingAccount(
    db,
    deposits.map(({ id }) => id),
  );
  const status = presentStatus(own.order, payments, waiting.length > 0);
  if (isShop) return { ...own, status: { ...status, disputes: await disputesAmong(all) } };
  return { ...own, status: own.access === "owner" ? status : withoutDetails(status) };
}

const disputesAmong = async (payments: Payment[]) => {
  const ids = payments.map(({ id }) => id);
  return (await disputesOfPayments(db, ids)).map(presentDispute);
};

/** How often a held question looks at the order's version, in milliseconds. */
const pollMs = 400;

/**
 * Answers when the caller's order is no longer of version `since`, after `waitMs` milliseconds, or when the
 * caller has gone, whichever is first.
 */
export async function waitForNews(
  orderNumber: string,
  headers: Pick<Headers, "get">,
  { since, waitMs, gone }: { since: number | undefined; waitMs: number; gone: AbortSignal },
) {
  const deadline = later(now(), waitMs);
  const own = waitMs > 0 ? await findReadableOrder(orderNumber, headers) : undefined;
  let version = own?.order.version;
  while (own && version === (since ?? own.order.version) && now() < deadline && !gone.aborted) {
    await sleep(pollMs, gone);
    version = await orderVersion(db, own.order.id);
  }
  return statusOf(orderNumber, headers);
}
