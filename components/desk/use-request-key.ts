"use client";

import { useRef } from "react";
import { randomId } from "@/components/random-id";

const nothingSent = { input: "", key: "" };

/** The idempotency key of what a form sends: the same input keeps its key however often it is pressed. */
export function useRequestKey() {
  const last = useRef(nothingSent);
  const keyOf = (input: unknown) => {
    const text = JSON.stringify(input);
    if (last.current.input !== text) last.current = { input: text, key: randomId() };
    return last.current.key;
  };
  /** What is sent next is a new request, even if it is the same. */
  const forgetKey = () => {
    last.current = nothingSent;
  };
  return { keyOf, forgetKey };
}
