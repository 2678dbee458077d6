import { createHash } from "node:crypto";
import { orderByNumber } from "@/db/orders";
import { paymentById } from "@/db/payments";
import type { Order } from "@/db/schema";
import { db } from "@/db/store";
import { keyFor } from "../access/api-keys";
import { days, hours, later, now } from "../clock";
import { ordersCookie, orderTokenHeader } from "../contracts/operation";
import { cookieIn, cookieName, cookieRules, setCookie } from "../http/cookies";
import type { Brought } from "../payments/checkout/way-on";
import { isAccepted } from "../payments/engine/accepted";
import { type LinkScope, linkMs, type OrderLink, scopeOfLink } from "../signing/order-link";
import { isSigned, sign } from "../signing/secret";

// Shoppers prove that an order is theirs with its access token: in the Order-Token header, or in a cookie that lists
// this browser's orders. Tokens are not stored: a token is the day it expires, and an HMAC of that day and the order's
// ID.

/**
 * How much a caller may do. owner: everything. finder: looked the order up by number and contact, which staff know as
 * well; may do everything except choose where money goes. reader: opened a link in an email; sees what emails show and
 * may do nothing. returned: a payment of the order came back in this browser; sees number, amount and state.
 */
export type Access = "owner" | "finder" | "reader" | "returned";

/**
 * How a token was obtained: the order was placed in this browser, its email link was opened, or the order was looked
 * up.
 */
export type Proof = "browser" | "letter" | "look_up";

/**
 * The words that are signed into tokens. Tokens of an earlier release do not say how they were obtained, so they count
 * as looked up.
 */
const words: Record<Proof, string> = { browser: "made", letter: "letter", look_up: "order" };
const proofs = Object.keys(words) as Proof[];

/** Whether a caller may pay for an order, cancel it and see its personal data. */
export const mayAct = (access: Access | undefined) => access === "owner" || access === "finder";

const readCookie = "twotrack_letters";
const returnedCookie = "twotrack_returned";

/** How many orders one browser remembers; the oldest is dropped first. */
const ordersKept = 20;
const ordersCookieMs = days(180);
const tokenMs = ordersCookieMs;
const returnedCookieMs = hours(1);

/** The access token of an order's shopper, valid for 180 days. Tokens created on the same day (UTC) are identical. */
export async function accessToken(orderId: string, proof: Proof = "browser"): Promise<string> {
  const end = Math.ceil(later(now(), tokenMs).getTime() / days(1)).toString(36);
  return end + (await sign(tokenText(orderId, end, proof)));
}

const tokenText = (orderId: string, end: string, proof: Proof) =>
  [words[proof], orderId, ...(end ? [end] : [])].join(" ");
const proofLength = 43;

/**
 * How a token was obtained, if it opens the order now. Tokens of the first releases contain no expiry: they expire 180
 * days after the order was created, at `madeAt`.
 */
async function proofOf(orderId: string, token: string, madeAt: Date): Promise<Proof | undefined> {
  const end = token.slice(0, -proofLength);
  const until = end ? Number.parseInt(end, 36) * days(1) : later(madeAt, tokenMs).getTime();
  if (!(until > now().getTime())) return undefined;
  for (const proof of proofs)
    if (await isSigned(tokenText(orderId, end, proof), token.slice(-proofLength))) return proof;
  return undefined;
}

const accessBy = (proof: Proof) => (proof === "look_up" ? "finder" : "owner");

export type Own = {
  order: Order;
  access: Access;
  /** How the caller's token was obtained, if it sent one. */
  proof?: Proof;
  byCookie: boolean;
};

/**
 * The order with this number and what the caller may see of it; undefined if they may not see it. An order whose
 * personal data was erased belongs to nobody any more.
 */
export async function findOwnOrder(number: string, headers: Pick<Headers, "get">): Promise<Own | undefined> {
  const order = await orderByNumber(db, number);
  return order && ownershipOf(order, headers);
}

/** Like `findOwnOrder`, for an order that has been read. */
export async function ownershipOf(order: Order, headers: Pick<Headers, "get">): Promise<Own | undefined> {
  if (order.erasedAt) return undefined;
  const token = headers.get(orderTokenHeader);
  if (token !== null) {
    const proof = await proofOf(order.id, token, order.createdAt);
    return proof && { order, access: accessBy(proof), proof, byCookie: false };
  }
  const cookies = headers.get("cookie");
  const listed = tokensIn(cookieIn(cookies, ordersCookie)).get(order.id);
  const proof = listed && (await proofOf(order.id, listed, order.createdAt));
  if (proof) return { order, access: accessBy(proof), proof, byCookie: true };
  const opened = linksIn(cookieIn(cookies, readCookie)).get(order.id);
  if (opened && (await scopeOfLink(order, opened, now())) === "read")
    return { order, access: "reader", byCookie: true };
  const returned = cookieIn(cookies, returnedCookie);
  if (returned && (await returnOf(order, returned)) === "proven")
    return { order, access: "returned", byCookie: true };
  return undefined;
}

/** Like `findOwnOrder`, for reading only: another server's API key may read every order. */
export async function findReadableOrder(number: string, headers: Pick<Headers, "get">) {
  if (headers.get("authorization") === null) return findOwnOrder(number, headers);
  await keyFor("orders:read", headers);
  const order = await orderByNumber(db, number);
  return order && ({ order, access: "owner", byCookie: false } as const);
}

/** The order that a link opens, and its scope; undefined if the link is invalid or expired. */
export async function openByLink(
  link: OrderLink,
  at: Date,
): Promise<{ order: Order; scope: LinkScope } | undefined> {
  const order = await orderByNumber(db, link.number);
  const scope = order && (await scopeOfLink(order, link, at));
  return order && scope ? { order, scope } : undefined;
}

/**
 * The Set-Cookie that lets this browser see the order of a link it opened. A read-only link is stored as the link
 * itself, and expires with it.
 */
export async function rememberLink(
  { order, scope }: { order: Order; scope: LinkScope },
  link: OrderLink,
  cookieHeader: string | null,
): Promise<string> {
  if (scope === "act") return rememberOrder(order, cookieHeader, "letter");
  if (scope === "pay") return rememberOrder(order, cookieHeader);
  const links = linksIn(cookieIn(cookieHeader, readCookie));
  links.delete(order.id);
  links.set(order.id, link);
  const kept = [...links].slice(-ordersKept).map(([id, { until, proof }]) => `${id}~${until}~${proof}`);
  return setCookie(readCookie, kept.join("."), linkMs);
}

/** The IDs of the orders this browser has tokens for. */
export async function ownOrderIds(headers: Pick<Headers, "get">): Promise<string[]> {
  const tokens = tokensIn(cookieIn(headers.get("cookie"), ordersCookie));
  const newest = [...tokens].slice(-ordersKept);
  const own = await Promise.all(newest.map(([id, token]) => proofOf(id, token, now())));
  return newest.filter((_, at) => own[at]).map(([id]) => id);
}

/** The Set-Cookie that adds an order to those this browser may see. */
export async function rememberOrder(
  order: Order,
  cookieHeader: string | null,
  proof: Proof = "browser",
): Promise<string> {
  const { value, maxAge } = await ordersCookieWith(order, cookieHeader, proof);
  return setCookie(ordersCookie, value, maxAge * 1_000);
}

/**
 * The cookie with this browser's orders plus this one. Looking an order up does not downgrade a stronger proof it
 * already has.
 */
export async function ordersCookieWith(order: Order, cookieHeader: string | null, proof: Proof = "browser") {
  const tokens = tokensIn(cookieIn(cookieHeader, ordersCookie));
  const listed = tokens.get(order.id);
  const before = listed && (await proofOf(order.id, listed, order.createdAt));
  tokens.delete(order.id);
  tokens.set(order.id, await accessToken(order.id, proof === "look_up" && before ? before : proof));
  const kept = [...tokens].slice(-ordersKept).map(([id, token]) => `${id}~${token}`);
  return {
    name: cookieName(ordersCookie),
    value: kept.join("."),
    maxAge: ordersCookieMs / 1_000,
    ...cookieRules(),
  };
}

/**
 * The Set-Cookie that shows an order's number, amount and state for an hour. With `brought`, it shows nothing until the
 * gateway has accepted that payment key: before that, anybody may have made it up.
 */
export async function rememberReturn(order: Order, brought?: Brought): Promise<string> {
  const until = now().getTime() + returnedCookieMs;
  const bound = brought ? [brought.paymentId, fingerprint(brought.paymentKey)] : [];
  const proof = await sign(returnText([order.id, String(until), ...bound]));
  return setCookie(returnedCookie, [order.id, until, proof, ...bound].join("~"), returnedCookieMs);
}

/** Whether it is still unknown if this browser came back with the order's payment. */
export async function awaitsProof(number: string, headers: Pick<Headers, "get">): Promise<boolean> {
  const returned = cookieIn(headers.get("cookie"), returnedCookie);
  const order = returned && (await orderByNumber(db, number));
  return order ? (await returnOf(order, returned)) === "awaited" : false;
}

async function returnOf(order: Order, value: string): Promise<"proven" | "awaited" | undefined> {
  const [id, until, proof, paymentId, key] = value.split("~");
  if (id !== order.id || !until || !proof || !(Number(until) >= now().getTime())) return undefined;
  const bound = paymentId && key ? [paymentId, key] : [];
  if (!(await isSigned(returnText([id, until, ...bound]), proof))) return undefined;
  if (!paymentId || !key) return "proven";
  const payment = await paymentById(db, paymentId);
  if (!payment?.gatewayPaymentKey || fingerprint(payment.gatewayPaymentKey) !== key) return undefined;
  if (isAccepted(payment)) return "proven";
  return payment.status === "confirming" ? "awaited" : undefined;
}

const returnText = (parts: string[]) => ["returned", ...parts].join(" ");

/** Stands in for a payment key where the key itself must not be readable. */
const fingerprint = (paymentKey: string) => createHash("sha256").update(paymentKey).digest("base64url");

function tokensIn(value: string | undefined) {
  const pairs = (value ?? "").split(".").map((pair) => pair.split("~") as [string, string?]);
  return new Map(pairs.filter((pair): pair is [string, string] => pair.length === 2 && Boolean(pair[1])));
}

function linksIn(value: string | undefined) {
  const links = (value ?? "").split(".").flatMap((entry): [string, Omit<OrderLink, "number">][] => {
    const [id, until, proof] = entry.split("~");
    return id && until && proof ? [[id, { until, proof }]] : [];
  });
  return new Map(links);
}
