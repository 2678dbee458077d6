import { headers } from "next/headers";
import { cache } from "react";
import { OrderNumber } from "@/lib/contracts/orders";
import { tellOrderPageRefusal } from "@/lib/http/security-log";
import { awaitsProof } from "@/lib/orders/access";
import { viewOrder } from "@/lib/orders/view";

export type Query = Promise<Record<string, string | string[] | undefined>>;

/** One value of a query; a repeated one is a hand at play and counts as its first. */
export const only = (value: string | string[] | undefined) => (Array.isArray(value) ? value[0] : value);

/** The order, if this browser may see it. Read once for a page, whatever asks. */
export const orderFor = cache(async (orderNumber: string | undefined) =>
  orderNumber ? viewOrder(orderNumber, (await headers()).get("cookie")) : undefined,
);

/** Writes down that this browser asked for an order it may not see; what is no order's number is nobody's order. */
export async function tellNotShown(route: string, orderNumber: string | undefined): Promise<void> {
  if (OrderNumber.safeParse(orderNumber).success) tellOrderPageRefusal(route, await headers());
}

/** True while the gateway has not said whether this browser came back with the order's payment. */
export const isComingBack = async (orderNumber: string | undefined) =>
  orderNumber !== undefined && awaitsProof(orderNumber, await headers());
