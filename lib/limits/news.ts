import type { Budget } from "@/db/store";
import { raise } from "../alarms/raise";
import { env } from "../settings/env";
import { maySpend, spend } from "./budget";
import { spendByCaller } from "./by-caller";

// Webhooks without a signature. None are refused, since a gateway resends refused ones for days. What is limited is how
// much of them is stored.

const hour = 3_600;
const strangeOfCaller: Budget = { name: "strange-news", points: 30, seconds: hour };
const strangeOfShop: Budget = { name: "strange-news-shop", points: 300, seconds: hour };
const wholeOfPayment: Budget = { name: "news-payment", points: 60, seconds: hour };

/** In KiB: a gateway's own webhooks have two or three, and come from a few addresses. */
const wholeOfCaller: Budget = { name: "news-bytes", points: 4_096, seconds: hour };
const wholeOfShop: Budget = { name: "news-bytes-shop", points: 65_536, seconds: 24 * hour };

/** Each one is a request to the gateway. */
const looksOfCaller: Budget = { name: "news-looks", points: 6_000, seconds: hour };
const looksOfShop: Budget = { name: "news-looks-shop", points: 30_000, seconds: hour };

/** Whether to store one more webhook that names none of our payments: limited per sender and for the whole shop. */
export async function mayKeepStrange(headers: Pick<Headers, "get">): Promise<boolean> {
  if (!(await maySpend(() => spendByCaller(headers, strangeOfCaller)))) return false;
  const isKept = await maySpend(() => spend(strangeOfShop, "all"));
  if (!isKept) warn("more webhooks name no payment of ours than are kept: for an hour none is");
  return isKept;
}

/**
 * Whether to store one more webhook about this payment in full: limited per payment, per sender and for the whole shop.
 * A shortened one is just as good a hint. `bytes` is its size.
 */
export async function mayKeepWhole(
  paymentId: string,
  bytes: number,
  headers: Pick<Headers, "get">,
): Promise<boolean> {
  const points = Math.max(1, Math.ceil(bytes / 1_024));
  if (!(await maySpend(() => spend(wholeOfPayment, paymentId)))) return false;
  if (!(await maySpend(() => spendByCaller(headers, wholeOfCaller, undefined, points)))) return false;
  return mayShop(wholeOfShop, points, "more webhooks come than are kept whole: until tomorrow they are cut");
}

/** Whether to ask the gateway at once about a webhook of this caller; otherwise we ask in an hour. */
export const mayLookAtOnce = (headers: Pick<Headers, "get">): Promise<boolean> =>
  maySpend(() => spendByCaller(headers, looksOfCaller));

/** Whether to ask the gateway once more because of webhooks, whoever sent them. */
export const mayLook = (): Promise<boolean> =>
  mayShop(
    looksOfShop,
    1,
    "more webhooks come than are looked into: they wait, and orders are looked at by the clock",
  );

/** Scaled like the limits per address; no limit if the operator turned those off. */
async function mayShop(usual: Budget, points: number, warning: string): Promise<boolean> {
  const most = Math.ceil(usual.points * env().rateLimitFactor);
  if (most === 0) return true;
  const may = await maySpend(() => spend({ ...usual, points: most }, "all", points));
  if (!may) warn(warning);
  return may;
}

const warnedAt = new Map<string, number>();

/** Once an hour, so that a flood does not fill the log instead. */
function warn(warning: string) {
  if (performance.now() - (warnedAt.get(warning) ?? Number.NEGATIVE_INFINITY) < hour * 1_000) return;
  warnedAt.set(warning, performance.now());
  raise("webhooks_flood", {}, warning, "warn");
}
