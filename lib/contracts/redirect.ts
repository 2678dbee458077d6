import { z } from "zod";
import { isPlain, notPlain } from "../contact/text";

/**
 * A URL to which a gateway may send a shopper; the operation checks whether its origin is allowed. Stored as browsers
 * parse it, since a gateway's parser may read `https://shop.example\@evil.example/` differently.
 */
export const RedirectUrl = z
  .url({ protocol: /^https?$/ })
  .max(500)
  .refine(isPlain, notPlain)
  .refine(
    (url) => !URL.canParse(url) || !hasCredentials(new URL(url)),
    "Must not contain a user name or a password",
  )
  .transform(asBrowsersRead)
  .describe("On the shop's own origin or another allowed origin");

const hasCredentials = ({ username, password }: URL) => username !== "" || password !== "";

/** Stripe's placeholder keeps its braces. */
function asBrowsersRead(url: string) {
  return new URL(url).href.replaceAll("%7BCHECKOUT_SESSION_ID%7D", "{CHECKOUT_SESSION_ID}");
}
