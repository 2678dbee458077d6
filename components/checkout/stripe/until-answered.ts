import type { Trouble } from "../../api";

type Got<T> = { ok: true; value: T } | { ok: false; trouble: Trouble };

/** How long Stripe may keep the shop waiting, and how long to wait between two questions, in milliseconds. */
const patience_ms = 60_000;
const pause_ms = 2_000;

/**
 * Asks the shop for what Stripe opens, and again while Stripe has not answered it. That is harmless: the shop asks
 * under the same key, and an order has one open page and one open intent.
 */
export async function untilAnswered<Reply, Door>(
  ask: () => Promise<Got<Reply>>,
  doorIn: (reply: Reply) => Door | null,
  silent: () => void,
): Promise<Got<Door>> {
  const began = performance.now();
  for (;;) {
    const got = await ask();
    if (!got.ok) return got;
    const door = doorIn(got.value);
    if (door !== null) return { ok: true, value: door };
    if (performance.now() - began > patience_ms) return { ok: false, trouble: { code: "silent" } };
    silent();
    await new Promise((resume) => setTimeout(resume, pause_ms));
  }
}
