import { useCallback, useEffect, useRef, useState } from "react";

type Sdk = typeof import("@tosspayments/tosspayments-sdk");
type Widgets = ReturnType<Awaited<ReturnType<Sdk["loadTossPayments"]>>["widgets"]>;
type Mounted = { widgets: Widgets; destroy: () => Promise<unknown> };

export type TossWidget = {
  state: "loading" | "ready" | "failed";
  /** The gateway's widgets once they are on the page. */
  widgets: () => Widgets | undefined;
  reload: () => void;
};

/** Where the gateway draws its two parts. */
export const methodsId = "toss-methods";
export const agreementId = "toss-agreement";

/**
 * The page has one place for the widget, and React may ask for it again before the last one is gone.
 * Each mounting waits here for the one before it to be taken down.
 */
let queue: Promise<unknown> = Promise.resolve();

/** Draws the gateway's widget into the page once, whatever React renders around it. */
export function useTossWidget(clientKey: string, sdkUrl: string, total: number): TossWidget {
  const [state, setState] = useState<TossWidget["state"]>("loading");
  const [attempt, setAttempt] = useState(0);
  const current = useRef<Widgets>(undefined);

  // biome-ignore lint/correctness/useExhaustiveDependencies: `attempt` asks for another try; a new total is told, not drawn.
  useEffect(() => {
    let left = false;
    setState("loading");
    const mounted = queue.then(() => (left ? undefined : mount(clientKey, sdkUrl, total)));
    mounted.then(
      (it) => {
        if (left || !it) return;
        current.current = it.widgets;
        setState("ready");
      },
      () => left || setState("failed"),
    );
    queue = mounted.catch(() => undefined);
    return () => {
      left = true;
      current.current = undefined;
      queue = mounted.then((it) => it?.destroy()).catch(() => undefined);
    };
  }, [clientKey, sdkUrl, attempt]);

  useEffect(() => {
    if (state === "ready")
      current.current?.setAmount({ value: total, currency: "KRW" }).catch(() => undefined);
  }, [state, total]);

  return {
    state,
    widgets: useCallback(() => current.current, []),
    reload: useCallback(() => setAttempt((count) => count + 1), []),
  };
}

async function mount(clientKey: string, sdkUrl: string, total: number): Promise<Mounted> {
  const { ANONYMOUS, loadTossPayments } = await import("@tosspayments/tosspayments-sdk");
  const toss = await inTime(loadTossPayments(clientKey, { src: sdkUrl }));
  const widgets = toss.widgets({ customerKey: ANONYMOUS });
  await widgets.setAmount({ value: total, currency: "KRW" });
  const drawing = [
    widgets.renderPaymentMethods({ selector: `#${methodsId}`, variantKey: "DEFAULT" }),
    widgets.renderAgreement({ selector: `#${agreementId}`, variantKey: "AGREEMENT" }),
  ];
  const destroy = () => Promise.allSettled(drawing.map(async (part) => (await part).destroy()));
  try {
    await inTime(Promise.all(drawing));
  } catch (failure) {
    // One half of a widget must not stand in the way of the next try.
    void destroy();
    throw failure;
  }
  return { widgets, destroy };
}

const patience_ms = 20_000;

/** A gateway that never answers is a gateway that failed: the shopper is offered another try. */
function inTime<T>(work: Promise<T>): Promise<T> {
  const late = new Promise<never>((_, reject) => {
    setTimeout(reject, patience_ms, new Error("The payment widget did not answer in time."));
  });
  return Promise.race([work, late]);
}
