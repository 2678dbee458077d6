import type { Trouble } from "../../api";

type Got<T> = { ok: true; value: T } | { ok: false; trouble: Trouble };

/** How long Stripe may keep the shop waiting, and the pause between two requests, in milliseconds. */
const patience_ms = 60_000;
const pause_ms = 2_000;

/** How long to wait for a turn while the shop slows card payments down, in milliseconds. */
const turn_ms = 5_000;

/**
 * Requests from the shop what Stripe opens, and again while Stripe has not answered or others go first. Repeating is
 * harmless: the shop uses the same idempotency key, and an order has one open page and one open intent.
 */
export async function untilAnswered<Reply, Surface>(
  ask: () => Promise<Got<Reply>>,
  surfaceIn: (reply: Reply) => Surface | null,
  waits: (why: "silent" | "slowed") => void,
): Promise<Got<Surface>> {
  const began = performance.now();
  for (;;) {
    const got = await ask();
    const isSlowed = !got.ok && got.trouble.code === "slow_down";
    if (!got.ok && !isSlowed) return got;
    const surface = got.ok ? surfaceIn(got.value) : null;
    if (surface !== null) return { ok: true, value: surface };
    if (performance.now() - began > patience_ms)
      return got.ok ? { ok: false, trouble: { code: "silent" } } : got;
    waits(isSlowed ? "slowed" : "silent");
    await new Promise((resume) => setTimeout(resume, isSlowed ? turn_ms : pause_ms));
  }
}
