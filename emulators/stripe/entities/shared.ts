export type Metadata = Record<string, string>;

export interface Address {
  city: string | null;
  country: string | null;
  line1: string | null;
  line2: string | null;
  postal_code: string | null;
  state: string | null;
}

/** Who pays, as they said when they paid. */
export interface Billing {
  name: string | null;
  email: string | null;
  phone: string | null;
  address: Address | null;
}

export interface Shipping {
  name: string | null;
  phone: string | null;
  carrier: string | null;
  tracking_number: string | null;
  address: Address;
}

/** Keys are added and replaced; an empty text takes one away. */
export function mergeMetadata(before: Metadata, change: Metadata): Metadata {
  return Object.fromEntries(Object.entries({ ...before, ...change }).filter(([, value]) => value !== ""));
}
