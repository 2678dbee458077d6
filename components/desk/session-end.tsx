"use client";

import { useEffect } from "react";
import { callDesk, signInPath } from "./api";

/** Tells this browser's other tabs that their session has ended. */
export const tellOtherTabs = () => otherTabs().postMessage("ended");

/** One channel per tab: a message posted on it reaches all other tabs, but not this one. */
const otherTabs = () => {
  channel ??= new BroadcastChannel("twotrack-desk-ended");
  return channel;
};
let channel: BroadcastChannel | undefined;

/**
 * Clears the page when its session has ended: after the time that the server gave, unless another tab was used; when
 * somebody signs out in another tab; and when they return to a tab whose session was ended elsewhere. `leftMs` is in
 * milliseconds.
 */
export function SessionEnd({ leftMs }: { leftMs: number }) {
  useEffect(() => {
    let endsAt = Date.now() + leftMs;
    let timer: ReturnType<typeof setTimeout>;
    let isOver = false;
    const wait = () => {
      clearTimeout(timer);
      timer = setTimeout(ask, Math.max(0, endsAt - Date.now()));
    };
    const ask = async () => {
      const answer = await callDesk("/admin/api/sessions/left", {});
      if (isOver) return;
      // If the server cannot be reached, the last known end counts.
      const left = answer.ok ? answer.value.left_ms : endsAt - Date.now();
      if (left <= 0) return leave();
      endsAt = Date.now() + left;
      wait();
    };
    const comeBack = () => {
      if (!document.hidden) ask();
    };
    const fromMemory = ({ persisted }: PageTransitionEvent) => {
      if (persisted) ask();
    };
    wait();
    otherTabs().addEventListener("message", ask);
    document.addEventListener("visibilitychange", comeBack);
    window.addEventListener("pageshow", fromMemory);
    return () => {
      isOver = true;
      clearTimeout(timer);
      otherTabs().removeEventListener("message", ask);
      document.removeEventListener("visibilitychange", comeBack);
      window.removeEventListener("pageshow", fromMemory);
    };
  }, [leftMs]);
  return null;
}

function leave() {
  const next = signInPath();
  // At once: the next page may take long to load.
  document.body.replaceChildren();
  location.replace(next);
}
