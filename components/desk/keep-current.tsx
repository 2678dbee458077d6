"use client";

import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { useEffect, useRef, useTransition } from "react";
import { isDue, quiet_ms } from "./current-pace";

/**
 * Says when a list was read and reads it again each minute, or when its tab is shown again. The place, what is typed and
 * what is selected stay. It waits while somebody works in the list, so that no row moves away from under a finger, and
 * stops some minutes after somebody was last there, so that the session of an unattended desk ends.
 */
export function KeepCurrent({ at }: { at: string }) {
  const t = useTranslations("desk.current");
  const router = useRouter();
  const [isReading, startReading] = useTransition();
  const readAt = useRef(0);
  const touchedAt = useRef(0);
  const attendedAt = useRef(0);
  useEffect(() => {
    readAt.current = Date.now();
    attendedAt.current = Date.now();
    const touched = () => {
      touchedAt.current = Date.now();
      attendedAt.current = Date.now();
    };
    const readIfOld = () => {
      const watched = {
        readAt: readAt.current,
        touchedAt: touchedAt.current,
        attendedAt: attendedAt.current,
        hidden: document.hidden,
        asking: document.querySelector("dialog[open]") !== null,
      };
      if (!isDue(watched, Date.now())) return;
      readAt.current = Date.now();
      startReading(() => router.refresh());
    };
    const comeBack = () => {
      if (!document.hidden) attendedAt.current = Date.now();
      readIfOld();
    };
    const timer = setInterval(readIfOld, quiet_ms);
    const touches = ["pointerdown", "pointermove", "keydown"] as const;
    for (const touch of touches) document.addEventListener(touch, touched, { passive: true });
    document.addEventListener("visibilitychange", comeBack);
    return () => {
      clearInterval(timer);
      for (const touch of touches) document.removeEventListener(touch, touched);
      document.removeEventListener("visibilitychange", comeBack);
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
