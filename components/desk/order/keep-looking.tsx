"use client";

import { useRouter } from "next/navigation";
import { useEffect, useRef } from "react";

/** How often the page refreshes while something is in progress, and for how long, in milliseconds. */
const every_ms = 2_000;
const atMost_ms = 10 * 60_000;

/** Refreshes the page automatically until the gateway answers. */
export function KeepLooking({ words }: { words: string }) {
  const router = useRouter();
  const since = useRef(Date.now());
  useEffect(() => {
    const timer = setInterval(() => {
      if (document.hidden || Date.now() - since.current > atMost_ms) return;
      router.refresh();
    }, every_ms);
    return () => clearInterval(timer);
  }, [router]);
  return (
    <p role="status" className="mt-4 rounded-xl bg-notice-wash px-4 py-3.5 leading-relaxed text-notice">
      {words}
    </p>
  );
}
