import { z } from "zod";
import { isPlain, notPlain } from "../../contact/text";
import { gatewayNames } from "../gateways";
import { paymentMethods } from "../methods";
import { orderStatuses } from "../orders";
import { optional, SeoulDay } from "./page";

/**
 * What waits for staff: paid and to be packed, in need of a decision, a refund that a second person must approve, a
 * refund in progress.
 */
export const works = ["to_ship", "review", "approval", "refunding"] as const;

export const sorts = ["newest", "oldest"] as const;

/** How many rows a page may have. */
export const pageSizes = ["25", "50", "100"] as const;

/** The query of the order list. An empty field does not filter. */
export const OrderFilter = z.object({
  q: optional(z.string().trim().max(200).refine(isPlain, notPlain)).describe(
    "Part of a name or an email address, the end of an order number or a phone number, an amount, a day such as 20261121, or a gateway's payment key",
  ),
  work: optional(z.enum(works)),
  status: optional(z.enum(orderStatuses)),
  gateway: optional(z.enum(gatewayNames)),
  method: optional(z.enum(paymentMethods)),
  from: optional(SeoulDay).describe("The first day in Seoul"),
  to: optional(SeoulDay).describe("The last day in Seoul, inclusive"),
  sort: optional(z.enum(sorts)).describe("By default newest first, and what is to be shipped oldest first"),
  size: optional(z.enum(pageSizes)),
});
export type OrderFilter = z.output<typeof OrderFilter>;
