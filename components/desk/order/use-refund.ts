"use client";

import { useState } from "react";
import type { DeskInput, DeskReply } from "../api";
import { useRequestKey } from "../use-request-key";
import { useSend } from "../use-send";

export type Wish = DeskInput<"/admin/api/refunds">;
export type Given = DeskReply<"/admin/api/refunds">["refund"];

/** Sends refunds. Each wish has one key however often it is pressed; a different wish has a different key. */
export function useRefund() {
  const { send, busy, trouble, setTrouble } = useSend("/admin/api/refunds");
  const [given, setGiven] = useState<Given>();
  const { keyOf, forgetKey } = useRequestKey();
  /** Returns the refusal, if there is one; `taken` is called once the refund is made, on its way or waits for somebody. */
  const give = async (wish: Wish, taken: (refund: Given) => void) => {
    const refused = await send(
      wish,
      ({ refund }) => {
        setGiven(refund);
        // The next refund is a new one, even if it is identical.
        forgetKey();
        taken(refund);
      },
      { idempotencyKey: keyOf(wish) },
    );
    // The refused refund is over, and the same one may be sent again.
    if (refused?.code === "refund_declined") forgetKey();
    return refused;
  };
  const forget = () => {
    setGiven(undefined);
    setTrouble(undefined);
  };
  return { give, forget, given, busy, trouble };
}
