"use client";

import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { useEffect, useState } from "react";
import { watchOrder } from "@/components/status/watch-order";

/** After this time the shopper is told that it may take a while, and that the page can be left, in milliseconds. */
const slowAfter_ms = 10_000;

/** Refreshes the page from the server whenever the order's version differs from the `version` it was rendered with. */
export function KeepFresh({
  orderNumber,
  version,
  checking,
}: {
  orderNumber: string;
  version: number;
  /** True while the shopper waits for a payment's result. */
  checking: boolean;
}) {
  const t = useTranslations("keepFresh");
  const router = useRouter();
  const [offline, setOffline] = useState(false);
  const [slow, setSlow] = useState(false);

  useEffect(
    () =>
      watchOrder(
        orderNumber,
        (status) => {
          setOffline(false);
          if (status.order.version !== version) router.refresh();
          return "go on";
        },
        () => setOffline(true),
      ),
    [orderNumber, version, router],
  );

  useEffect(() => {
    setSlow(false);
    if (!checking) return;
    const timer = setTimeout(setSlow, slowAfter_ms, true);
    return () => clearTimeout(timer);
  }, [checking]);

  return (
    <p role="status" className="-mt-3 mb-8 text-[0.9375rem] text-balance text-soft empty:hidden print:hidden">
      {offline ? t("offline") : slow && t("slow")}
    </p>
  );
}
