"use client";

import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { useEffect, useRef, useState } from "react";
import { call } from "@/components/api";

/** After this long the shopper is told that it may take a while, and that the page can be left. */
const slowAfter_ms = 10_000;

/**
 * Asks until something has changed, then has the server draw the page again. `version` and `askAgainInMs`
 * are the ones the page was drawn with.
 */
export function KeepFresh({
  orderNumber,
  version,
  askAgainInMs,
  checking,
}: {
  orderNumber: string;
  version: number;
  askAgainInMs: number;
  /** True while the shopper waits for the answer to a payment. */
  checking: boolean;
}) {
  const t = useTranslations("keepFresh");
  const router = useRouter();
  const [said, setSaid] = useState<"slow" | "offline">();
  const waitingSince = useRef<number>(undefined);

  useEffect(() => {
    if (checking) waitingSince.current ??= Date.now();
    else waitingSince.current = undefined;
    let timer: ReturnType<typeof setTimeout> | undefined;
    let left = false;

    const ask = async () => {
      clearTimeout(timer);
      // A page nobody looks at need not ask: it does so when somebody comes back to it.
      if (document.visibilityState === "hidden") return;
      const answer = await call("GET /payments/status", { order_number: orderNumber });
      if (left) return;
      if (!answer.ok && answer.trouble.code === "order_not_found") return;
      const fresh = answer.ok ? answer.value : undefined;
      if (fresh && fresh.order.version !== version) router.refresh();
      if (!answer.ok) setSaid("offline");
      else setSaid(Date.now() - (waitingSince.current ?? Date.now()) > slowAfter_ms ? "slow" : undefined);
      clearTimeout(timer);
      timer = setTimeout(ask, fresh?.next.ask_again_in_ms ?? askAgainInMs);
    };
    timer = setTimeout(ask, askAgainInMs);
    document.addEventListener("visibilitychange", ask);
    return () => {
      left = true;
      clearTimeout(timer);
      document.removeEventListener("visibilitychange", ask);
    };
  }, [orderNumber, version, askAgainInMs, checking, router]);

  return (
    <p role="status" className="-mt-3 mb-8 text-[0.9375rem] text-balance text-soft empty:hidden print:hidden">
      {said && t(said)}
    </p>
  );
}
