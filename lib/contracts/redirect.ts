import { z } from "zod";
import { isPlain } from "../contact/text";
import { notPlain } from "./orders";

/**
 * Where a gateway may send a shopper; which origins are allowed the verb knows. It is kept as browsers read it, since a
 * gateway's parser may read `https://shop.example\@evil.example/` otherwise.
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

/** The place that Stripe fills in keeps its braces. */
function asBrowsersRead(url: string) {
  return new URL(url).href.replaceAll("%7BCHECKOUT_SESSION_ID%7D", "{CHECKOUT_SESSION_ID}");
}
