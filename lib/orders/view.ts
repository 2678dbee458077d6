import { eventsOf } from "@/db/events";
import { itemsOf } from "@/db/orders";
import type { EventKind, Order, PaymentEvent, ShippingAddress } from "@/db/schema";
import { db } from "@/db/store";
import type { Shipment } from "../contracts/couriers";
import { OrderNumber } from "../contracts/orders";
import { type ShopperEvent, shopperEvents, type TimelineEntry } from "../contracts/shopper-events";
import { hasDelivery } from "../has-delivery";
import { withQuery } from "../payments/checkout/way-on";
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
  items: ReturnType<typeof presentItems>;
  customer: { name: string; email: string; phone: string } | null;
  shippingAddress: ShippingAddress | null;
  /** Whether anything is sent with it; the address itself is not for everybody who sees the order. */
  hasDelivery: boolean;
  timeline: TimelineEntry[];
  shipment: Shipment | null;
  /** The pages of the server that made the order, if it was another one. */
  elsewhere: Elsewhere | null;
};

/** Where an order from another server is paid here, and the caller's own pages with the order's number. */
export type Elsewhere = { payPath: string; returnUrl: string | null; cancelUrl: string | null };

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
    return {
      access,
      status,
      items: [],
      customer: null,
      shippingAddress: null,
      hasDelivery: hasDelivery(order),
      timeline: [],
      shipment: null,
      elsewhere: elsewhereOf(order),
    };
  const [items, events] = await Promise.all([itemsOf(db, order.id), eventsOf(db, order.id)]);
  return {
    access,
    status,
    items: presentItems(items),
    customer: mayAct(access)
      ? { name: order.customerName, email: order.customerEmail, phone: order.customerPhone }
      : null,
    shippingAddress: mayAct(access) ? order.shippingAddress : null,
    hasDelivery: hasDelivery(order),
    timeline: events.flatMap(asEntry),
    shipment: shipmentOf(order),
    elsewhere: elsewhereOf(order),
  };
}

function elsewhereOf({ source, number, returnUrl, cancelUrl }: Order): Elsewhere | null {
  if (source !== "api") return null;
  const named = (url: string | null) => url && withQuery(url, { order_number: number });
  return { payPath: `/pay/${number}`, returnUrl: named(returnUrl), cancelUrl: named(cancelUrl) };
}

const isForShopper = (kind: EventKind): kind is ShopperEvent => shopperEvents.some((shown) => shown === kind);

const asEntry = ({ at, kind }: PaymentEvent): TimelineEntry[] =>
  isForShopper(kind) ? [{ at: at.toISOString(), kind }] : [];

const shipmentOf = ({ shippedAt, courier, trackingNumber }: Order): Shipment | null =>
  shippedAt && { shippedAt: shippedAt.toISOString(), courier, trackingNumber };
