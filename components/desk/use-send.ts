"use client";

import { useRef, useState } from "react";
import type { FieldValues, Path, UseFormSetError } from "react-hook-form";
import { callDesk, type DeskInput, type DeskPath, type DeskReply, type DeskTrouble } from "./api";

type Asking = {
  idempotencyKey?: string;
};

/**
 * Sends one of the desk's operations, one at a time: a second press while the first is under way does nothing. What the
 * server refuses is `trouble` until it is sent again.
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

/** Puts what the server says about a field beside that field; false when it says nothing about any. */
export function faultsBeside<Form extends FieldValues>(
  { errors = [] }: DeskTrouble,
  names: readonly Path<Form>[],
  setError: UseFormSetError<Form>,
): boolean {
  const known = errors.filter(({ field }) => names.some((name) => name === field));
  for (const [at, { field, message }] of known.entries())
    setError(field as Path<Form>, { message }, { shouldFocus: at === 0 });
  return known.length > 0;
}
