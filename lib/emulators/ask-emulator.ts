import type { GatewayName } from "../contracts/gateways";
import { closedPolicy } from "../http/front-door";
import { assertOwnPage, bodyOf, nothingThere } from "../http/http";
import { spendByCaller } from "../limits/by-caller";
import { Problem } from "../problem";
import { env } from "../settings/env";
import { type Asked, whatIsAsked } from "../settings/served-emulators";

/** Nothing of the shop's own goes to an emulator: no cookie, and nothing that proxies noted. */
const passedOn = ["accept", "accept-language", "content-type", "origin", "user-agent"];
const passedBack = ["content-type", "content-security-policy", "location"];

/** What a body may have at most, in bytes; forms and scripts of a payment send far less. */
const bodyLimit = 64 * 1024;

/** An emulator answers at once, unless its operator told it not to. */
const patienceMs = 30_000;

/** Hands a browser's request to a demo's emulator, and its answer back. Throws not_found for what is not passed on. */
export async function askEmulator(request: Request): Promise<Response> {
  const { pathname, search, searchParams } = new URL(request.url);
  const asked = whatIsAsked(request.method, pathname);
  // Its pages name as `origin` who frames them: nobody but the shop.
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

/** The keys that browsers send to a gateway; of the others none is passed on. */
const browserKeys: Partial<Record<GatewayName, RegExp>> = { stripe: /^Bearer pk_\w+$/ };

/** Every window that an emulator opens is kept there. */
const limitEmulators = (headers: Headers) =>
  spendByCaller(headers, { name: "emulators", points: 120, seconds: 60 });

/** A secret key of an emulator's is known to everybody: with it anybody could give back what others paid. */
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
