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

/** Marks the fields of which the server says that something is wrong, and leads to the first of them. */
export function faultsBeside<Form extends FieldValues>(
  { errors = [] }: DeskTrouble,
  names: readonly Path<Form>[],
  setError: UseFormSetError<Form>,
): void {
  // A field may stand inside another one of the operation's, as an account's number does.
  const faulty = names.filter((name) => errors.some(({ field }) => field.split(".").at(-1) === name));
  for (const [at, name] of faulty.entries()) setError(name, { type: "refused" }, { shouldFocus: at === 0 });
}
