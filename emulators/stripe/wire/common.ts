import type Sdk from "stripe";
import type { Billing, Shipping } from "../entities/shared";

/** Instants are stored in milliseconds and printed in seconds. */
export function seconds(instant: number): number {
  return Math.floor(instant / 1000);
}

export function printBilling(billing: Billing): Sdk.PaymentMethod.BillingDetails & Sdk.Charge.BillingDetails {
  const { name, email, phone, address } = billing;
  const nowhere = { city: null, country: null, line1: null, line2: null, postal_code: null, state: null };
  return { address: address ?? nowhere, email, name, phone, tax_id: null };
}

export function printShipping(shipping: Shipping) {
  const { name, ...rest } = shipping;
  return { ...rest, name: name ?? "" };
}

export function printList<Item>(url: string, data: Item[], hasMore = false): Sdk.ApiList<Item> {
  return { object: "list", data, has_more: hasMore, url };
}
