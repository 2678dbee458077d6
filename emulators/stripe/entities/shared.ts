export type Metadata = Record<string, string>;

export type Address = {
  city: string | null;
  country: string | null;
  line1: string | null;
  line2: string | null;
  postal_code: string | null;
  state: string | null;
};

/** The payer's details, as entered when paying. */
export type Billing = {
  name: string | null;
  email: string | null;
  phone: string | null;
  address: Address | null;
};

export type Shipping = {
  name: string | null;
  phone: string | null;
  carrier: string | null;
  tracking_number: string | null;
  address: Address;
};

/** Adds and replaces keys; an empty string removes one. */
export function mergeMetadata(before: Metadata, change: Metadata): Metadata {
  return Object.fromEntries(Object.entries({ ...before, ...change }).filter(([, value]) => value !== ""));
}
