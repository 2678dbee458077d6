import { z } from "zod";
import { isPlain } from "../contact/text";
import { notPlain } from "./orders";

/** Where a gateway may send a shopper; which origins are allowed the verb knows. */
export const RedirectUrl = z
  .url({ protocol: /^https?$/ })
  .max(500)
  .refine(isPlain, notPlain)
  .describe("On the shop's own origin, or on one that the shop allows");
