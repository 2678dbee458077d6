"use client";

import { useRef, useState } from "react";
import type { FieldValues, Path, UseFormSetError } from "react-hook-form";
import { callDesk, type DeskInput, type DeskPath, type DeskReply, type DeskTrouble } from "./api";

type Asking = {
  idempotencyKey?: string;
};

/**
 * Sends one of the desk's operations, one at a time: pressing again while a request is in progress does nothing. What
 * the server refuses is in `trouble` until the next attempt.
 */
export function useSend<P extends DeskPath>(path: P) {
  const [busy, setBusy] = useState(false);
  const [trouble, setTrouble] = useState<DeskTrouble>();
  const underWay = useRef(false);
  const send = async (
    input: DeskInput<P>,
    done: (value: DeskReply<P>, status: number) => void,
    asking: Asking = {},
  ): Promise<DeskTrouble | undefined> => {
    if (underWay.current) return undefined;
    underWay.current = true;
    setBusy(true);
    setTrouble(undefined);
    const answer = await callDesk(path, input, asking);
    underWay.current = false;
    setBusy(false);
    if (answer.ok) done(answer.value, answer.status);
    else setTrouble(answer.trouble);
    return answer.ok ? undefined : answer.trouble;
  };
  return { send, busy, trouble, setTrouble };
}

/** Marks the fields that the server rejected, and focuses the first one. */
export function faultsBeside<Form extends FieldValues>(
  { errors = [] }: DeskTrouble,
  names: readonly Path<Form>[],
  setError: UseFormSetError<Form>,
): void {
  // A field may be nested in the operation's input, such as an account number.
  const faulty = names.filter((name) => errors.some(({ field }) => field.split(".").at(-1) === name));
  for (const [at, name] of faulty.entries()) setError(name, { type: "refused" }, { shouldFocus: at === 0 });
}
