import { headers } from "next/headers";
import { cache } from "react";
import { OrderNumber } from "@/lib/contracts/orders";
import { tellOrderPageRefusal } from "@/lib/http/security-log";
import { awaitsProof } from "@/lib/orders/access";
import { viewOrder } from "@/lib/orders/view";

export type Query = Promise<Record<string, string | string[] | undefined>>;

/** One value of a query parameter; a repeated parameter was tampered with, and its first value counts. */
export const only = (value: string | string[] | undefined) => (Array.isArray(value) ? value[0] : value);

/** The order, if this browser may see it. Read once per page, however many components need it. */
export const orderFor = cache(async (orderNumber: string | undefined) =>
  orderNumber ? viewOrder(orderNumber, (await headers()).get("cookie")) : undefined,
);

/** Logs that this browser requested an order it may not see, unless the text is no order number at all. */
export async function tellNotShown(route: string, orderNumber: string | undefined): Promise<void> {
  if (OrderNumber.safeParse(orderNumber).success) tellOrderPageRefusal(route, await headers());
}

/** True until the gateway says whether this browser came back with the order's payment. */
export const isComingBack = async (orderNumber: string | undefined) =>
  orderNumber !== undefined && awaitsProof(orderNumber, await headers());
