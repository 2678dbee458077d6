import type { Asking } from "../news/outbox";
import { publishNews } from "../news/publish";
import type { Stripe } from "../stripe";
import { bringUpToDate } from "./due";

/**
 * Every change runs in an act, in one transaction: first everything that is due by now, then the work, together with
 * its news. A nested act is part of the outer one.
 */
export function act<Result>(stripe: Stripe, work: () => Result, asking: Asking | null = null): Result {
  const { outbox } = stripe;
  if (outbox.running) return work();
  outbox.running = true;
  try {
    return stripe.front.memory.transaction(() => {
      bringUpToDate(stripe, () => flush(stripe));
      outbox.asking = asking;
      const result = work();
      flush(stripe);
      return result;
    });
  } finally {
    Object.assign(outbox, { running: false, asking: null, news: [] });
    stripe.due.check();
  }
}

function flush(stripe: Stripe): void {
  publishNews(stripe, stripe.outbox.news);
  stripe.outbox.news = [];
}
