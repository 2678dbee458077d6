import { lookup } from "node:dns";
import { BlockList, isIP, type LookupFunction } from "node:net";
import { isLoopback } from "../loopback";
import { env } from "../settings/env";

// An endpoint's address is typed in by staff. It must not make the shop call machines of its own network: a database, a
// cloud's metadata service, another program's port.

/** Addresses that are not public. Source: IANA's special-purpose address registries for IPv4 and IPv6. */
const special = new BlockList();
for (const [net, bits] of [
  ["0.0.0.0", 8],
  ["10.0.0.0", 8],
  ["100.64.0.0", 10],
  ["127.0.0.0", 8],
  ["169.254.0.0", 16],
  ["172.16.0.0", 12],
  ["192.0.0.0", 24],
  ["192.0.2.0", 24],
  ["192.88.99.0", 24],
  ["192.168.0.0", 16],
  ["198.18.0.0", 15],
  ["198.51.100.0", 24],
  ["203.0.113.0", 24],
  ["224.0.0.0", 4],
  ["240.0.0.0", 4],
] as const)
  special.addSubnet(net, bits, "ipv4");
/** Of IPv6 only global unicast is public, and some of that leads elsewhere: to IPv4, or to documentation. */
const globalUnicast = new BlockList();
globalUnicast.addSubnet("2000::", 3, "ipv6");
for (const [net, bits] of [
  ["2001::", 23],
  ["2001:db8::", 32],
  ["2002::", 16],
] as const)
  special.addSubnet(net, bits, "ipv6");

export function isPublic(address: string): boolean {
  if (isIP(address) === 4) return !special.check(address, "ipv4");
  return isIP(address) === 6 && globalUnicast.check(address, "ipv6") && !special.check(address, "ipv6");
}

/** On a developer's own machine the other server is there, too. */
export const mayBePrivate = () => !env().live && isLoopback(new URL(env().appUrl).hostname);

/** Why a URL cannot be an endpoint's; undefined if it can. Names are looked up only when something is sent. */
export function faultOfEndpoint(url: string): string | undefined {
  if (!URL.canParse(url)) return "Must be a URL such as https://shop.example/webhooks";
  const { protocol, username, password, hash, hostname } = new URL(url);
  if (mayBePrivate() && protocol === "http:") return undefined;
  if (protocol !== "https:") return "Must begin with https://";
  if (username || password || hash) return "Must not contain a user name, a password or a fragment";
  const literal = hostname.replace(/^\[|\]$/g, "");
  if (!mayBePrivate() && (isLoopback(hostname) || (isIP(literal) !== 0 && !isPublic(literal))))
    return "Must not be an address of a private network";
  return undefined;
}

/** The error of a name that leads into a private network. */
export const privateAddress = "PRIVATE_ADDRESS";

/**
 * Looks a name up for a connection, and refuses one with any address that is not public. The connection uses the
 * addresses checked here, so that a name cannot lead elsewhere a moment later.
 */
export const publicLookup: LookupFunction = (hostname, options, done) =>
  lookup(hostname, { ...options, all: true }, (error, addresses) => {
    const [first] = addresses ?? [];
    if (error || !first) return done(error ?? new Error("no address"), []);
    if (!mayBePrivate() && !addresses.every(({ address }) => isPublic(address)))
      return done(Object.assign(new Error(privateAddress), { code: privateAddress }), []);
    return options.all ? done(null, addresses) : done(null, first.address, first.family);
  });
