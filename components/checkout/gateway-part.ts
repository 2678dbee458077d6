import { useCallback, useEffect, useRef, useState } from "react";
import type { PaymentMethod } from "@/lib/contracts/methods";
import type { Reply, Trouble } from "../api";
import { useHydrated } from "../ui/use-hydrated";

/** A gateway's part of the order sheet, where the shopper chooses a payment method and pays. */
export type GatewayPart = {
  /** `slow`: loading has taken so long that the shopper sees a note. */
  state: "loading" | "slow" | "ready" | "failed";
  /** The chosen method, which may not allow every amount in won. */
  method: PaymentMethod | undefined;
  /** How to prepare what is currently chosen. Throws with a code if something is missing. */
  chosen(): Promise<Prepare>;
  reload(): void;
  /** What it draws itself: payment methods under its own title, or a form. */
  draws: "methods" | "form" | undefined;
  /** What the pay button says while the shopper pays. */
  paying: "inWindow" | "leaving" | "charging";
};

/** What preparing a payment needs of its order. */
export type Payable = Pick<Reply<"POST /orders">, "order_number" | "order_name" | "amount"> & {
  /** The path that a gateway's page links back to, if not the cart's. */
  back?: string;
};

/**
 * Prepares an order's payment. `waits` is called if the gateway is slow to answer, or the shop lets others go first.
 */
export type Prepare = (order: Payable, waits: (why: "silent" | "slowed") => void) => Promise<Prepared>;
export type Prepared =
  /** `open` takes the browser to where it is paid, or pays in place. It throws with a code. */
  { ok: true; open: () => Promise<void> } | { ok: false; trouble: Trouble };

/** A part that draws nothing on the sheet and is always ready: the browser leaves for the page that `prepare` names. */
export const leavingPart = (prepare: Prepare): GatewayPart => ({
  state: "ready",
  method: undefined,
  draws: undefined,
  paying: "leaving",
  reload: () => undefined,
  chosen: async () => prepare,
});

/** Something on the page that React does not manage. */
type Foreign = { destroy(): unknown };

/**
 * The page has one place for each gateway, and React may mount again before the previous one is gone. Each mount waits
 * here until the one before it is taken down.
 */
const queues = { toss: Promise.resolve<unknown>(undefined), stripe: Promise.resolve<unknown>(undefined) };

/**
 * Mounts it once, however often React renders, and again when `reload` is called. Without `mount` the previous one is
 * taken down.
 */
export function useMounted<It extends Foreign>(
  whose: keyof typeof queues,
  mount: (() => Promise<It>) | undefined,
) {
  const [state, setState] = useState<GatewayPart["state"]>("loading");
  const [attempt, setAttempt] = useState(0);
  const current = useRef<It>(undefined);
  // The server draws the sheet without what this browser has chosen before, which may be another gateway.
  const hydrated = useHydrated();
  const wanted = mount !== undefined && hydrated;

  // biome-ignore lint/correctness/useExhaustiveDependencies: only a change of `wanted`, or a retry, mounts again.
  useEffect(() => {
    setState("loading");
    if (!mount || !hydrated) return;
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

/** A gateway that never answers counts as failed: the shopper is offered a retry. */
function inTime<T>(work: Promise<T>): Promise<T> {
  const late = new Promise<never>((_, reject) => {
    setTimeout(reject, patience_ms, new Error("The gateway's SDK did not answer in time."));
  });
  return Promise.race([work, late]);
}
