import { useCallback, useEffect, useRef, useState } from "react";
import type { PaymentMethod } from "@/lib/contracts/methods";
import type { Reply } from "../api";

/** What `ready` hands to the browser for the gateway's SDK. */
export type Attempt = Reply<"POST /payments/toss/ready">["toss"];

/** A gateway's own part of the order sheet: there a way to pay is chosen, and from there its window opens. */
export type GatewayPart = {
  /** `slow` is still loading, for so long that the shopper is told. */
  state: "loading" | "slow" | "ready" | "failed";
  /** What is chosen, as far as it is known. */
  method: PaymentMethod | undefined;
  /** What is chosen at this moment. Throws with a code when nothing is. */
  chosen(): Promise<PaymentMethod>;
  /** Leads the browser to the payment window, or throws with a code. */
  open(attempt: Attempt): Promise<void>;
  reload(): void;
  /** True when it draws its ways to pay itself, with a title of its own. */
  draws: boolean;
};

/** Something on the page that is not React's. */
type Foreign = { destroy(): Promise<unknown> };

/**
 * The page has one place for it, and React may ask for it again before the last one is gone. Each mounting
 * waits here for the one before it to be taken down.
 */
let queue: Promise<unknown> = Promise.resolve();

/** Mounts it once, whatever React renders around it, and again when `reload` is called. */
export function useMounted<It extends Foreign>(mount: () => Promise<It>) {
  const [state, setState] = useState<GatewayPart["state"]>("loading");
  const [attempt, setAttempt] = useState(0);
  const current = useRef<It>(undefined);

  // biome-ignore lint/correctness/useExhaustiveDependencies: `attempt` asks for another try; nothing else mounts anew.
  useEffect(() => {
    let left = false;
    setState("loading");
    const slow = setTimeout(() => setState("slow"), slowAfter_ms);
    const mounted = queue.then(() => (left ? undefined : inTime(mount())));
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
    queue = mounted.catch(() => undefined);
    return () => {
      left = true;
      current.current = undefined;
      clearTimeout(slow);
      queue = mounted.then((it) => it?.destroy()).catch(() => undefined);
    };
  }, [attempt]);

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
