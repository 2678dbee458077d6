import { type GatewayName, gatewayNames } from "../contracts/gateways";
import { env } from "./env";

// A demo on a server serves the emulators under its own URL, so that visitors need to reach nothing else. With a
// gateway's keys, or on a loopback address, nothing is served here.

export type Asked = { gateway: GatewayName; path: string };

/**
 * What a payment's pages and scripts need from each emulator. Its control panel and merchant API are for the operator
 * only.
 */
const open: Record<GatewayName, { read: RegExp; write: RegExp }> = {
  toss: {
    read: /^(postcode\.v2\.js|v2\/(standard|widgets\/(methods|agreement))|assets\/[\w-]+\.(css|js)|receipt\/redirection|v1\/payments\/\w+\/(checkout(\/status)?|app))$/,
    write: /^(v2\/payments|v1\/payments\/\w+\/(checkout|app))$/,
  },
  stripe: {
    read: /^(endive\/stripe\.js|assets\/[\w-]+\.(css|js)|elements\/payment|challenge\/\w+|c\/pay\/\w+|receipts\/payment\/\w+|v1\/payment_intents\/\w+)$/,
    write: /^(challenge\/\w+|c\/pay\/\w+|v1\/payment_(methods|intents\/\w+\/confirm))$/,
  },
};

/** Which emulator a request to this path of the shop is for, and its path there; undefined if it is not forwarded. */
export function whatIsAsked(method: string, pathname: string): Asked | undefined {
  const [, name, path = ""] = /^\/emulators\/(\w+)\/(.+)$/.exec(pathname) ?? [];
  const gateway = gatewayNames.find((known) => known === name);
  if (!gateway || !env().servesEmulators) return undefined;
  const { read, write } = open[gateway];
  const isRead = method === "GET" || method === "HEAD";
  const isOpen = (isRead && read.test(path)) || (method === "POST" && write.test(path));
  return isOpen ? { gateway, path } : undefined;
}
