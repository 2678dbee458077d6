import { z } from "zod";
import { isPlain, notPlain } from "../../contact/text";
import { gatewayNames } from "../gateways";
import { paymentMethods } from "../methods";
import { orderStatuses } from "../orders";
import { optional, SeoulDay } from "./page";

/** The query of the order list. An empty field does not filter. */
export const OrderFilter = z.object({
  q: optional(z.string().trim().max(200).refine(isPlain, notPlain)).describe(
    "An order number, an email address, a phone number or its last four digits, a gateway's payment key, or a full name",
  ),
  status: optional(z.enum(orderStatuses)),
  gateway: optional(z.enum(gatewayNames)),
  method: optional(z.enum(paymentMethods)),
  from: optional(SeoulDay).describe("The first day in Seoul"),
  to: optional(SeoulDay).describe("The last day in Seoul, inclusive"),
});
export type OrderFilter = z.output<typeof OrderFilter>;
