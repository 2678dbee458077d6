import { createHash } from "node:crypto";
import { type GatewayName, gatewayNames } from "../contracts/gateways";
import { traitsOf } from "../gateways/all-traits";
import { addressSearchScript, addressSearchSources } from "../settings/address-search";
import type { PageSources } from "../settings/credentials";
import type { Env } from "../settings/env";
import { scripts } from "../settings/gateways";

/** A script that shopper pages may load from another server, and why (PCI DSS 4.0.1, 6.4.3). */
export type OtherScript = { url: string; why: string };

/** The third-party scripts a shop with these settings may load; an emulator's only if it stands in for a gateway. */
export const otherScripts = (shop: Pick<Env, GatewayName | "addressSearch">): OtherScript[] => [
  ...addressSearchOf(shop),
  ...gatewayNames.map((name) => scripts[name].real),
  ...gatewayNames
    .filter((name) => shop[name].emulated)
    .map((name) => ({
      url: shop[name].scriptUrl,
      why: `The emulator in the place of ${traitsOf(name).label}.`,
    })),
];

const addressSearchOf = ({
  addressSearch: { scriptUrl, emulated },
}: Pick<Env, "addressSearch">): OtherScript[] => {
  if (!scriptUrl) return [];
  return emulated
    ? [{ url: scriptUrl, why: "The emulators' stand-in for Kakao's address search." }]
    : [addressSearchScript];
};

/** The paths of the shop's own scripts: Next's chunks, which make up the pages. They carry the page's nonce. */
export const ownScripts = /^\/_next\/static\/[\w./~-]+\.js$/;

/** Allowed inline scripts, besides React's streaming functions. They carry the page's nonce. */
const inlineScripts = [
  // The content rendered by the server.
  /^\(?self\.__next_f\s*=\s*self\.__next_f\s*\|\|\s*\[\]\)?\.push\(\[\d+\]\)$/,
  /^self\.__next_f\.push\(\[\d+,"(?:[^"\\]|\\.)*"\]\)$/s,
  // Turbopack's list of the page's chunks.
  /^\(globalThis\["TURBOPACK"\] \|\| \(globalThis\["TURBOPACK"\] = \[\]\)\)\.push\(\{"otherChunks":\[(?:"static\/chunks\/[\w.~-]+\.js",?)*\],"runtimeModuleIds":\[[\d,]*\]\}\);?$/,
  /^self\.__next_r="[\w-]+"$/,
  /^requestAnimationFrame\(function\(\)\{\$RT=performance\.now\(\)\}\);?$/,
];

/** SHA-256 of React's streaming functions: `$RB`, `$RV` and `$RC` together, `$RS`, and `$RX`. */
const streamingFunctions = new Set([
  "sha256-tNBrhVhpwBw/l0vCWPK8EIr/51zkeQJGlBE46KH5wHM=",
  "sha256-dW/dX4s22Wb/RKwjhTPlT6uBNIFHoTR535AjgMKaEws=",
  "sha256-jWUGjMRHNLSoNHPd4KWw4+G9pQwz+ZLNEf0h9mnNOjc=",
]);

/** A call of a streaming function with strings. The first call is preceded by the functions themselves. */
const streamingCall = /^(.*?);*\$R[CSX]\("(?:[^"\\]|\\.)*"(?:,(?:"(?:[^"\\]|\\.)*"|null))*\);?$/s;

/** Whether an inline script is expected. */
export function isListedInline(text: string): boolean {
  if (inlineScripts.some((kind) => kind.test(text))) return true;
  const [call, functions = ""] = streamingCall.exec(text) ?? [];
  return call !== undefined && (functions === "" || streamingFunctions.has(hashOf(functions)));
}

/** A SHA-256 in the format of the `integrity` attribute. */
export const hashOf = (bytes: Buffer | string) =>
  `sha256-${createHash("sha256").update(bytes).digest("base64")}`;

const real = [
  ...gatewayNames.map((name) => scripts[name].sources(scripts[name].real.url)),
  addressSearchSources({ scriptUrl: addressSearchScript.url, emulated: false }),
];

const sourcesOf = (directive: keyof PageSources) =>
  new Set(real.flatMap((each) => each[directive].split(" ")));

/** The sources that a policy directive may name besides `'self'`. A directive that is not listed may name none. */
export const otherSources: Record<string, ReadonlySet<string>> = {
  "img-src": new Set(["data:", ...sourcesOf("files")]),
  "font-src": new Set(["data:", ...sourcesOf("files")]),
  "style-src": new Set(["'unsafe-inline'"]),
  "connect-src": sourcesOf("calls"),
  "frame-src": sourcesOf("frames"),
  "form-action": sourcesOf("forms"),
};
