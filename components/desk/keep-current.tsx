"use client";

import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { useEffect, useRef, useTransition } from "react";

/** How often a list is read again, and how long nobody must have touched it before, in milliseconds. */
const every_ms = 60_000;
const quiet_ms = 5_000;

/**
 * Says from when a list is and reads it again each minute, or when its tab is shown again. The place, what is typed and
 * what is selected stay. It waits while somebody works in the list, so that no row moves away from under a finger.
 */
export function KeepCurrent({ at }: { at: string }) {
  const t = useTranslations("desk.current");
  const router = useRouter();
  const [isReading, startReading] = useTransition();
  const readAt = useRef(0);
  const touchedAt = useRef(0);
  useEffect(() => {
    readAt.current = Date.now();
    const touched = () => {
      touchedAt.current = Date.now();
    };
    const readIfOld = () => {
      const isBusy = Date.now() - touchedAt.current < quiet_ms || document.querySelector("dialog[open]");
      if (document.hidden || isBusy || Date.now() - readAt.current < every_ms) return;
      readAt.current = Date.now();
      startReading(() => router.refresh());
    };
    const timer = setInterval(readIfOld, quiet_ms);
    const touches = ["pointerdown", "pointermove", "keydown"] as const;
    for (const touch of touches) document.addEventListener(touch, touched, { passive: true });
    document.addEventListener("visibilitychange", readIfOld);
    return () => {
      clearInterval(timer);
      for (const touch of touches) document.removeEventListener(touch, touched);
      document.removeEventListener("visibilitychange", readIfOld);
    };
  }, [router]);
  return (
    <p className="mt-2 flex flex-wrap items-center gap-x-3 text-sm text-soft">
      <span>{t("at", { at })}</span>
      <button
        type="button"
        aria-busy={isReading}
        className="min-h-11 font-medium text-accent"
        onClick={() => {
          readAt.current = Date.now();
          startReading(() => router.refresh());
        }}
      >
        {t("refresh")}
      </button>
    </p>
  );
}
