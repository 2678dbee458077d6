import type { GatewayName } from "../contracts/gateways";
import { assertOwnPage, bodyOf, nothingThere } from "../http/http";
import { closedPolicy } from "../http/ingress";
import { spendByCaller } from "../limits/by-caller";
import { Problem } from "../problem";
import { env } from "../settings/env";
import { type Asked, whatIsAsked } from "../settings/served-emulators";

/** The only headers that are passed to an emulator: no cookies, and nothing added by proxies. */
const passedOn = ["accept", "accept-language", "content-type", "origin", "user-agent"];
const passedBack = ["content-type", "content-security-policy", "location"];

/** Maximum size of a request body, in bytes; payment forms and scripts send far less. */
const bodyLimit = 64 * 1024;

/** How long to wait for an emulator, in milliseconds. It answers at once unless its operator made it slow. */
const patienceMs = 30_000;

/**
 * Forwards a browser's request to a demo's emulator and returns the response. Throws `not_found` for requests that are
 * not forwarded, `overloaded` if the emulator does not respond.
 */
export async function askEmulator(request: Request): Promise<Response> {
  const { pathname, search, searchParams } = new URL(request.url);
  const asked = whatIsAsked(request.method, pathname);
  // The emulator's pages take the origin that may frame them from `origin`: only the shop may.
  const framers = searchParams.getAll("origin");
  if (!asked || framers.some((origin) => !env().ownOrigins.includes(origin))) throw nothingThere();
  let body: string | null = null;
  if (request.method === "POST") {
    assertOwnPage(request.headers);
    await limitEmulators(request.headers);
    body = await bodyOf(request, bodyLimit);
  }
  const answer = await fetch(addressOf(asked) + search, {
    method: request.method,
    headers: headersFor(asked, request.headers),
    body,
    cache: "no-store",
    redirect: "manual",
    signal: AbortSignal.any([request.signal, AbortSignal.timeout(patienceMs)]),
  }).catch(() => {
    throw new Problem("overloaded", "The emulator is not responding at the moment. Try again.");
  });
  const told = only(answer.headers, passedBack);
  if (!told.has("content-security-policy")) told.set("content-security-policy", closedPolicy);
  return new Response(answer.body, { status: answer.status, headers: told });
}

const addressOf = ({ gateway, path }: Asked) => `${env()[gateway].apiUrl}/${path}`;

/** The keys that browsers send to a gateway; no other keys are forwarded. */
const browserKeys: Partial<Record<GatewayName, RegExp>> = { stripe: /^Bearer pk_\w+$/ };

/** The emulator stores every window it opens, so requests are limited. */
const limitEmulators = (headers: Headers) =>
  spendByCaller(headers, { name: "emulators", points: 120, seconds: 60 });

/** An emulator's secret key is public: anyone who could use it here could refund other people's payments. */
function headersFor({ gateway }: Asked, given: Headers) {
  const headers = only(given, passedOn);
  const key = given.get("authorization") ?? "";
  if (browserKeys[gateway]?.test(key)) headers.set("authorization", key);
  return headers;
}

function only(headers: Headers, names: string[]): Headers {
  const kept = new Headers();
  for (const name of names) {
    const value = headers.get(name);
    if (value !== null) kept.set(name, value);
  }
  return kept;
}
