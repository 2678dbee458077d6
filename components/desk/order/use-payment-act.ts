"use client";

import { useRouter } from "next/navigation";
import { useState } from "react";
import type { DeskInput, DeskTrouble } from "../api";
import { useRequestKey } from "../use-request-key";
import { useSend } from "../use-send";
import { useTellPage } from "./page-trouble";

type PaymentAct = `/admin/api/payments/${"acquire" | "capture" | "receipt"}`;

/**
 * Sends an operation on a payment, once however often it is pressed. The page then shows the result: the outcome, or above
 * it what was refused, which `press` resolves to.
 */
export function usePaymentAct<P extends PaymentAct>(path: P) {
  const router = useRouter();
  const tellPage = useTellPage();
  const [outcome, setOutcome] = useState<"done" | "unanswered">();
  const { send, busy, trouble, setTrouble } = useSend(path);
  const { keyOf, forgetKey } = useRequestKey();
  const forgetTrouble = () => {
    setTrouble(undefined);
    tellPage(undefined);
  };
  const press = async (input: DeskInput<P>): Promise<DeskTrouble | undefined> => {
    forgetTrouble();
    const refused = await send(
      input,
      (_, status) => {
        setOutcome(status === 202 ? "unanswered" : "done");
        router.refresh();
      },
      { idempotencyKey: keyOf(input) },
    );
    if (!refused || refused.code === "unreachable") return undefined;
    // The refused request is over, and the same one may be sent again.
    forgetKey();
    tellPage(refused);
    router.refresh();
    return refused;
  };
  return { press, outcome, busy, trouble, forgetTrouble };
}
