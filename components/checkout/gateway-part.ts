import { useCallback, useEffect, useRef, useState } from "react";
import type { PaymentMethod } from "@/lib/contracts/methods";
import type { Reply, Trouble } from "../api";

/** A gateway's own part of the order sheet: there a way to pay is chosen, and from there it is paid. */
export type GatewayPart = {
  /** `slow` is still loading, for so long that the shopper is told. */
  state: "loading" | "slow" | "ready" | "failed";
  /** What is chosen, where an amount in won may not fit it. */
  method: PaymentMethod | undefined;
  /** What is chosen at this moment, as the way to prepare it. Throws with a code when something is missing. */
  chosen(): Promise<Prepare>;
  reload(): void;
  /** What it draws itself: its ways to pay, under a title of its own, or a form. */
  draws: "methods" | "form" | undefined;
  /** What the pay button says while the shopper pays. */
  paying: "inWindow" | "leaving" | "charging";
};

export type Order = Reply<"POST /orders">;

/** Prepares an order's payment. `waits` is called when the gateway takes long to answer, or the shop lets others go first. */
export type Prepare = (order: Order, waits: (why: "silent" | "slowed") => void) => Promise<Prepared>;
export type Prepared =
  /** `open` leads the browser to where it is paid, or pays it right here. It throws with a code. */
  { ok: true; open: () => Promise<void> } | { ok: false; trouble: Trouble };

/** A part that draws nothing on the sheet and is always ready: the browser leaves for where `prepare` leads. */
export const leavingPart = (prepare: Prepare): GatewayPart => ({
  state: "ready",
  method: undefined,
  draws: undefined,
  paying: "leaving",
  reload: () => undefined,
  chosen: async () => prepare,
});

/** Something on the page that is not React's. */
type Foreign = { destroy(): unknown };

/**
 * The page has one place for each, and React may ask for it again before the last one is gone. Each mounting
 * waits here for the one before it to be taken down.
 */
const queues = { toss: Promise.resolve<unknown>(undefined), stripe: Promise.resolve<unknown>(undefined) };

/**
 * Mounts it once, whatever React renders around it, and again when `reload` is called. Without `mount` what was
 * there is taken down.
 */
export function useMounted<It extends Foreign>(
  whose: keyof typeof queues,
  mount: (() => Promise<It>) | undefined,
) {
  const [state, setState] = useState<GatewayPart["state"]>("loading");
  const [attempt, setAttempt] = useState(0);
  const current = useRef<It>(undefined);
  const wanted = mount !== undefined;

  // biome-ignore lint/correctness/useExhaustiveDependencies: only another wish, or another try, mounts anew.
  useEffect(() => {
    setState("loading");
    if (!mount) return;
    let left = false;
    const slow = setTimeout(() => setState("slow"), slowAfter_ms);
    const mounted = queues[whose].then(() => (left ? undefined : inTime(mount())));
    mounted
      .then(
        (it) => {
          if (left || !it) return;
          current.current = it;
          setState("ready");
        },
        () => left || setState("failed"),
      )
      .finally(() => clearTimeout(slow));
    queues[whose] = mounted.catch(() => undefined);
    return () => {
      left = true;
      current.current = undefined;
      clearTimeout(slow);
      queues[whose] = mounted.then((it) => it?.destroy()).catch(() => undefined);
    };
  }, [attempt, wanted]);

  return {
    state,
    current: useCallback(() => current.current, []),
    reload: useCallback(() => setAttempt((count) => count + 1), []),
  };
}

const slowAfter_ms = 5_000;
const patience_ms = 20_000;

/** A gateway that never answers is a gateway that failed: the shopper is offered another try. */
function inTime<T>(work: Promise<T>): Promise<T> {
  const late = new Promise<never>((_, reject) => {
    setTimeout(reject, patience_ms, new Error("The gateway's SDK did not answer in time."));
  });
  return Promise.race([work, late]);
}
