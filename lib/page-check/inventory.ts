import type { Env } from "../env";

/** A script that shoppers' pages may load from another server, and why (PCI DSS 4.0.1, 6.4.3). */
export type OtherScript = { url: string; why: string };

const fromGateways = [
  {
    url: "https://js.stripe.com/endive/stripe.js",
    why: "Stripe's card form. Stripe requires that it comes from its own host.",
  },
  {
    url: "https://js.tosspayments.com/v2/standard",
    why: "Toss's payment window and widget. Toss publishes it at this address only.",
  },
];

/** The scripts of others that a shop with these settings may load; an emulator's only where it stands for a gateway. */
export const otherScripts = ({ toss, stripe }: Pick<Env, "toss" | "stripe">): OtherScript[] => [
  ...fromGateways,
  ...(toss.emulated ? [{ url: toss.sdkUrl, why: "The emulator in the place of Toss." }] : []),
  ...(stripe.emulated ? [{ url: stripe.scriptUrl, why: "The emulator in the place of Stripe." }] : []),
];

/** Where the shop's own scripts are: Next's chunks, which are the pages. They carry the page's nonce. */
export const ownScripts = /^\/_next\/static\/[\w./~-]+\.js$/;

/**
 * What stands in scripts on the page itself: what the server drew (`self.__next_f`), and React's runtime for streaming, of
 * the functions $RB, $RC, $RS, $RT, $RV and $RX. They carry the page's nonce.
 */
export const inlineScripts = [
  /^\(?self\.__next_f\s*=\s*self\.__next_f\s*\|\|\s*\[\]\)?\.push\(\[\d+\]\)$/,
  /^self\.__next_f\.push\(\[\d+,"(?:[^"\\]|\\.)*"\]\)$/s,
  // Turbopack's list of the page's chunks.
  /^\(globalThis\["TURBOPACK"\] \|\| \(globalThis\["TURBOPACK"\] = \[\]\)\)\.push\(\{"otherChunks":\[(?:"static\/chunks\/[\w.~-]+\.js",?)*\],"runtimeModuleIds":\[[\d,]*\]\}\);?$/,
  /^self\.__next_r="[\w-]+"$/,
  /^requestAnimationFrame\(function\(\)\{\$RT=performance\.now\(\)\}\);?$/,
  /^\$R[A-Z]\s*=/,
  /^\$R[A-Z]\("[^"]*"(?:,"[^"]*")*\);?$/,
];

/** The sources that a directive of the policy may name beside `'self'`; what is not listed may name none. */
export const otherSources: Record<string, RegExp> = {
  "img-src": /^(data:|https:\/\/\*\.tosspayments\.com)$/,
  "font-src": /^(data:|https:\/\/\*\.tosspayments\.com)$/,
  "style-src": /^'unsafe-inline'$/,
  "connect-src": /^(https:\/\/\*\.tosspayments\.com|https:\/\/api\.stripe\.com)$/,
  // Toss's frame leads on to the card companies' pages, whose addresses nobody lists.
  "frame-src": /^(https:|https:\/\/(\*\.)?js\.stripe\.com|https:\/\/hooks\.stripe\.com)$/,
  "form-action": /^https:\/\/\*\.tosspayments\.com$/,
};
