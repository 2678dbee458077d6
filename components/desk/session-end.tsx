"use client";

import { useEffect } from "react";
import { callDesk, signInPath } from "./api";

/**
 * Takes the page away when its session has ended: after the time that the server named, unless something was done in
 * another tab, and whenever somebody comes back to a tab whose session was ended elsewhere. `leftMs` is in milliseconds.
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
      // A server that cannot be reached has named a time before.
      const left = answer.ok ? answer.value.left_ms : endsAt - Date.now();
      if (left <= 0) return leave();
      endsAt = Date.now() + left;
      wait();
    };
    const comeBack = () => {
      if (!document.hidden) ask();
    };
    wait();
    document.addEventListener("visibilitychange", comeBack);
    window.addEventListener("pageshow", comeBack);
    return () => {
      isOver = true;
      clearTimeout(timer);
      document.removeEventListener("visibilitychange", comeBack);
      window.removeEventListener("pageshow", comeBack);
    };
  }, [leftMs]);
  return null;
}

function leave() {
  const next = signInPath();
  // At once: the next page may be long in coming.
  document.body.replaceChildren();
  location.replace(next);
}
