"use client";

import { useEffect, useRef } from "react";

/**
 * Submits the proof in the address's fragment as a form, after removing it from the address so that it stays in no
 * history. Without one the order's page decides what to show, or `otherwise` is opened.
 */
export function OpenLetter({ number, otherwise }: { number: string; otherwise?: string }) {
  const form = useRef<HTMLFormElement>(null);
  const begun = useRef(false);

  useEffect(() => {
    if (begun.current || !form.current) return;
    begun.current = true;
    const proven = new URLSearchParams(window.location.hash.slice(1));
    window.history.replaceState(null, "", window.location.pathname + window.location.search);
    const fields = ["until", "proof"].map((name) => [name, proven.get(name) ?? ""] as const);
    if (fields.some(([, value]) => value === ""))
      return window.location.replace(otherwise ?? `/orders/${number}`);
    for (const [name, value] of fields) {
      const field = form.current.elements.namedItem(name);
      if (field instanceof HTMLInputElement) field.value = value;
    }
    form.current.submit();
  }, [number, otherwise]);

  return (
    <form ref={form} action="/orders/open" method="post" hidden>
      <input type="hidden" name="number" value={number} />
      <input type="hidden" name="until" />
      <input type="hidden" name="proof" />
    </form>
  );
}
