import { subscribe } from "node:diagnostics_channel";
import type { IncomingMessage } from "node:http";
import { BlockList, isIP } from "node:net";
import { raise } from "../alarms/raise";
import { env } from "../settings/env";

/** Set only by this process, overwriting any header of that name a caller sent. */
const callerHeader = "x-twotrack-caller";

// On globalThis because a bundler may load this module twice.
const scope = globalThis as typeof globalThis & { twotrackCallers?: "watched" };

/** The client's IPv4 address or IPv6 prefix; `unknown` if callers are not tracked. */
export const callerOf = (headers: Pick<Headers, "get">) =>
  (scope.twotrackCallers && headers.get(callerHeader)) || "unknown";

/**
 * Records who is calling on every request, before Next sees it. Next keeps a forged X-Forwarded-For and then hides the
 * address of the connection.
 */
export function watchCallers() {
  if (scope.twotrackCallers) return;
  scope.twotrackCallers = "watched";
  subscribe("http.server.request.start", (message) => {
    const { headers, socket } = (message as { request: IncomingMessage }).request;
    const forwarded = headers["x-forwarded-for"];
    const peer = socket.remoteAddress ?? "";
    headers[callerHeader] = nameCaller(peer, String(forwarded ?? ""), env().trustedProxies);
    if (forwarded !== undefined && env().trustedProxies === 0) suspectProxy(peer);
  });
}

/**
 * Each trusted proxy appends the address it received the request from, so the caller is the address the outermost
 * trusted proxy saw. Anything before that may be forged.
 */
export function nameCaller(peer: string, forwardedFor: string, trustedProxies: number): string {
  if (trustedProxies === 0) return household(peer) ?? "unknown";
  const heard = forwardedFor.split(",").filter((part) => part.trim() !== "");
  const named = heard.at(-trustedProxies);
  // A shorter list bypassed a proxy, and an entry that is not an address is useless.
  return (named && household(named)) || household(peer) || "unknown";
}

/** IPv4 addresses unchanged; of IPv6 only the first 64 bits, since a household chooses the rest. */
function household(text: string): string | undefined {
  const address = text
    .trim()
    .replace(/^\[(.*)\](:\d+)?$/, "$1")
    .replace(/^([\d.]+):\d+$/, "$1")
    .replace(/%.*$/, "")
    .toLowerCase();
  if (isIP(address) === 4) return address;
  if (isIP(address) !== 6) return undefined;
  const groups = groupsOf(address);
  const [high = 0, low = 0] = groups.slice(6);
  // An IPv4-mapped IPv6 address, as seen by a server that listens on both.
  if (groups.slice(0, 6).join() === "0,0,0,0,0,65535")
    return [high >> 8, high & 255, low >> 8, low & 255].join(".");
  return `${groups
    .slice(0, 4)
    .map((group) => group.toString(16))
    .join(":")}::/64`;
}

/**
 * The networks that are counted along with a caller, narrowest first, each with a multiple of one household's limit:
 * providers assign households anything from a /64 to a /48, and a /48 is available for free.
 */
export function networksOf(caller: string): { key: string; bits: number; times: number }[] {
  const [, high = "", middle = "", low = "", last = ""] =
    /^([\da-f]+):([\da-f]+):([\da-f]+):([\da-f]+)::\/64$/.exec(caller) ?? [];
  if (!high) return [{ key: caller, bits: 32, times: 1 }];
  const quarter = (Number.parseInt(last, 16) & 0xff00).toString(16);
  return [
    { key: caller, bits: 64, times: 1 },
    { key: `${high}:${middle}:${low}:${quarter}::/56`, bits: 56, times: 2 },
    { key: `${high}:${middle}:${low}::/48`, bits: 48, times: 4 },
  ];
}

/** The eight groups of an IPv6 address. */
function groupsOf(address: string): number[] {
  const plain = address.replace(/(\d+)\.(\d+)\.(\d+)\.(\d+)$/, (_, ...parts: string[]) => {
    const [a = 0, b = 0, c = 0, d = 0] = parts.slice(0, 4).map(Number);
    return `${(a * 256 + b).toString(16)}:${(c * 256 + d).toString(16)}`;
  });
  const [before = [], after] = plain.split("::").map((half) => half.split(":").filter(Boolean));
  const gap = after ? Array<string>(8 - before.length - after.length).fill("0") : [];
  return [...before, ...gap, ...(after ?? [])].map((group) => Number.parseInt(group, 16));
}

const nearby = new BlockList();
nearby.addSubnet("127.0.0.0", 8, "ipv4");
nearby.addSubnet("10.0.0.0", 8, "ipv4");
nearby.addSubnet("172.16.0.0", 12, "ipv4");
nearby.addSubnet("192.168.0.0", 16, "ipv4");
nearby.addAddress("::1", "ipv6");
nearby.addSubnet("fc00::", 7, "ipv6");

/** A private or loopback address, which no shopper of a public shop has: it is a proxy's. */
function isNearby(peer: string) {
  const address = household(peer) ?? "";
  if (isIP(address) === 4) return nearby.check(address, "ipv4");
  return isIP(peer) === 6 && nearby.check(peer, "ipv6");
}

let suspected = false;

/** Behind an unconfigured proxy, all shoppers would share one rate limit, so the operator is alerted. */
function suspectProxy(peer: string) {
  if (suspected || !isNearby(peer)) return;
  suspected = true;
  raise(
    "proxy_unknown",
    {},
    "requests come through a proxy, but TRUSTED_PROXIES is 0: all callers count as one until it is set",
    "warn",
  );
}
