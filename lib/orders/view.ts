import { eventsOf } from "@/db/events";
import { itemsOf } from "@/db/orders";
import type { ShippingAddress } from "@/db/schema";
import { db } from "@/db/store";
import messages from "@/messages/ko.json";
import { OrderNumber } from "../contracts/orders";
import type { StatusView } from "../payments/view/present";
import { type Access, mayAct } from "./access";
import { presentItems } from "./present";
import { statusOf } from "./status";

/**
 * An order as its page shows it. With access "reader", without contact and address; with "returned", only number,
 * amount and state.
 */
export type OrderView = {
  access: Access;
  status: StatusView;
  items: { sku: string; name: string; quantity: number; unit_price: number }[];
  customer: { name: string; email: string; phone: string } | null;
  shippingAddress: ShippingAddress | null;
  timeline: { at: string; kind: string; payment_id: string | null; detail: Record<string, unknown> }[];
};

/** Reads an order for the browser whose cookies these are; undefined when it is not theirs to see. */
export async function viewOrder(
  orderNumber: string,
  cookieHeader: string | null,
): Promise<OrderView | undefined> {
  // The order number comes from a URL anybody can type.
  if (!OrderNumber.safeParse(orderNumber).success) return undefined;
  const own = await statusOf(orderNumber, new Headers(cookieHeader ? { cookie: cookieHeader } : {}));
  if (!own) return undefined;
  const { order, access, status } = own;
  if (access === "returned")
    return { access, status, items: [], customer: null, shippingAddress: null, timeline: [] };
  const [items, events] = await Promise.all([itemsOf(db, order.id), eventsOf(db, order.id)]);
  return {
    access,
    status,
    items: presentItems(items),
    customer: mayAct(access)
      ? { name: order.customerName, email: order.customerEmail, phone: order.customerPhone }
      : null,
    shippingAddress: mayAct(access) ? order.shippingAddress : null,
    // Events without a text for shoppers are not shown to them.
    timeline: events.filter(isTold).map((event) => ({
      at: event.at.toISOString(),
      kind: event.kind,
      payment_id: event.paymentId,
      detail: event.detail,
    })),
  };
}

const isTold = ({ kind }: { kind: string }) => Object.hasOwn(messages.timeline.kinds, kind);
