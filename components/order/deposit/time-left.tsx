"use client";

import { useTranslations } from "next-intl";
import { useEffect, useState } from "react";

const minute_ms = 60_000;

/**
 * The time left, in words that update automatically. `now` is the server's time, so a wrong clock in the browser does
 * not shorten it. The line is there from the start, so nothing moves.
 */
export function TimeLeft({ until, now }: { until: string; now: string }) {
  const t = useTranslations("depositLive");
  const [left, setLeft] = useState(Date.parse(until) - Date.parse(now));

  useEffect(() => {
    const ahead = Date.parse(now) - Date.now();
    const turn = () => setLeft(Date.parse(until) - (Date.now() + ahead));
    turn();
    const timer = setInterval(turn, 10_000);
    return () => clearInterval(timer);
  }, [until, now]);

  const minutes = Math.max(0, Math.floor(left / minute_ms));
  const [days, hours] = [Math.floor(minutes / 1440), Math.floor((minutes % 1440) / 60)];
  return (
    <span
      role="timer"
      className={`block font-semibold noscript:hidden ${days === 0 ? "text-danger" : "text-accent"}`}
    >
      {left <= 0
        ? t("over")
        : days > 0
          ? t("days", { days, hours })
          : hours > 0
            ? t("hours", { hours, minutes: minutes % 60 })
            : t("minutes", { minutes: Math.max(1, minutes) })}
    </span>
  );
}
