import { createHash } from "node:crypto";
import type { Env } from "../settings/env";

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

/** What stands in scripts on the page itself, beside React's functions for streaming. They carry the page's nonce. */
const inlineScripts = [
  // What the server drew.
  /^\(?self\.__next_f\s*=\s*self\.__next_f\s*\|\|\s*\[\]\)?\.push\(\[\d+\]\)$/,
  /^self\.__next_f\.push\(\[\d+,"(?:[^"\\]|\\.)*"\]\)$/s,
  // Turbopack's list of the page's chunks.
  /^\(globalThis\["TURBOPACK"\] \|\| \(globalThis\["TURBOPACK"\] = \[\]\)\)\.push\(\{"otherChunks":\[(?:"static\/chunks\/[\w.~-]+\.js",?)*\],"runtimeModuleIds":\[[\d,]*\]\}\);?$/,
  /^self\.__next_r="[\w-]+"$/,
  /^requestAnimationFrame\(function\(\)\{\$RT=performance\.now\(\)\}\);?$/,
];

/** SHA-256 of React's functions for streaming: `$RB`, `$RV` and `$RC` together, `$RS`, and `$RX`. */
const streamingFunctions = new Set([
  "sha256-tNBrhVhpwBw/l0vCWPK8EIr/51zkeQJGlBE46KH5wHM=",
  "sha256-dW/dX4s22Wb/RKwjhTPlT6uBNIFHoTR535AjgMKaEws=",
  "sha256-jWUGjMRHNLSoNHPd4KWw4+G9pQwz+ZLNEf0h9mnNOjc=",
]);

/** A call of one of them with texts. Before it stand the functions themselves, when it is the first. */
const streamingCall = /^(.*?);*\$R[CSX]\("(?:[^"\\]|\\.)*"(?:,(?:"(?:[^"\\]|\\.)*"|null))*\);?$/s;

/** Whether a script that stands on the page itself is one that should be there. */
export function isListedInline(text: string): boolean {
  if (inlineScripts.some((kind) => kind.test(text))) return true;
  const [call, functions = ""] = streamingCall.exec(text) ?? [];
  return call !== undefined && (functions === "" || streamingFunctions.has(hashOf(functions)));
}

/** As browsers write it in an `integrity` attribute. */
export const hashOf = (bytes: Buffer | string) =>
  `sha256-${createHash("sha256").update(bytes).digest("base64")}`;

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
