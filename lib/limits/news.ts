import type { Budget } from "@/db/store";
import { log } from "../log";
import { maySpend, spend } from "./budget";
import { spendByCaller } from "./by-caller";

// Webhooks that nobody signed. None is refused: a gateway that is refused sends it again for days. What is limited is how
// much of them is kept.

const hour = 3_600;
const strangeOfCaller: Budget = { name: "strange-news", points: 30, seconds: hour };
const strangeOfShop: Budget = { name: "strange-news-shop", points: 300, seconds: hour };
const wholeOfPayment: Budget = { name: "news-payment", points: 60, seconds: hour };

/** Whether one more of those that name no payment of ours is kept: by who sent it, and in the whole shop. */
export async function mayKeepStrange(headers: Pick<Headers, "get">): Promise<boolean> {
  if (!(await maySpend(() => spendByCaller(headers, strangeOfCaller)))) return false;
  const isKept = await maySpend(() => spend(strangeOfShop, "all"));
  if (!isKept) warn();
  return isKept;
}

/** Whether one more that names this payment is kept whole, however many were sent in its name. */
export const mayKeepWhole = (paymentId: string): Promise<boolean> =>
  maySpend(() => spend(wholeOfPayment, paymentId));

let warnedAt = Number.NEGATIVE_INFINITY;

/** Once an hour: a flood must not fill the log instead. */
function warn() {
  if (performance.now() - warnedAt < hour * 1_000) return;
  warnedAt = performance.now();
  log.warn({ alarm: true }, "more webhooks name no payment of ours than are kept: for an hour none is");
}
