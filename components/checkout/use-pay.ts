import { useRouter } from "next/navigation";
import { useEffect, useRef, useState } from "react";
import type { Money } from "@/lib/money";
import { type Faults, faultsFrom } from "../draft/validate";
import type { GatewayPart } from "./gateway-part";
import type { Phase } from "./pay-panel";
import type { Placed, Prepares } from "./place-order";
import { asksForChoice, type Refusal, refusalFrom, refusalOf } from "./refusal";

export type PayPress = {
  total: Money;
  part: GatewayPart;
  /** Shows what is wrong with the buyer's details, and returns whether anything is. */
  refuse: (faults?: Faults) => boolean;
  /** Finds or makes the order, and prepares its payment. */
  place: (prepare: Prepares) => Promise<Placed>;
};

/** The ID of the payment section on the page. */
export const paymentId = "payment";

/** The ID of the terms to agree to. */
export const agreementId = "agreement";

/** Handles a press of the pay button, from the order to where it is paid. */
export function usePay({ total, part, refuse, place }: PayPress) {
  const router = useRouter();
  const [phase, setPhase] = useState<Phase>("filling");
  const [refusal, setRefusal] = useState<Refusal>();
  const busy = useRef(false);
  const opened = useRef(false);
  const gone = useRef(false);

  const rest = () => {
    busy.current = false;
    opened.current = false;
    setPhase("filling");
  };

  // A phone that returns from the gateway with the back button finds the page as it left it.
  useEffect(() => {
    const wake = ({ persisted }: PageTransitionEvent) => persisted && rest();
    addEventListener("pageshow", wake);
    return () => removeEventListener("pageshow", wake);
  });

  // The gateway's window covers whatever page the back button leads to: only a reload removes it. If the sheet is gone
  // because its cart was cleared in another tab, the redirect to the receipt has already begun.
  useEffect(() => {
    const { pathname } = location;
    gone.current = false;
    return () => {
      gone.current = true;
      if (opened.current && location.pathname !== pathname) location.reload();
    };
  }, []);

  const pay = async () => {
    if (busy.current || part.state !== "ready") return;
    setRefusal(undefined);
    if (refuse()) return;
    busy.current = true;
    setPhase("ordering");
    try {
      const prepare = await part.chosen();
      const placed = await place((order) => prepare(order, setPhase));
      // A shopper who left the sheet during preparation must not be pulled back to pay.
      if (gone.current) return;
      if (placed.is === "elsewhere") return router.push(`/orders/${placed.orderNumber}`);
      if (placed.is === "refused") return showRefusal(placed);
      setPhase("paying");
      opened.current = true;
      await placed.open();
      // The gateway is taking the browser away; until then, nothing may be pressed twice.
    } catch (failure) {
      refuseWith(refusalFrom(failure));
    }
  };

  const showRefusal = ({ code, orderNumber, trouble }: Extract<Placed, { is: "refused" }>) => {
    if (refuse(faultsFrom(trouble?.errors ?? [], total.currency))) return rest();
    refuseWith(refusalOf(code, orderNumber, trouble?.see));
    // The price or the stock may have changed: fetches the current values from the server.
    router.refresh();
  };

  const refuseWith = (refused: Refusal) => {
    setRefusal(refused);
    rest();
    const place = refused.code === "agree_terms" ? agreementId : paymentId;
    if (asksForChoice(refused)) document.getElementById(place)?.scrollIntoView({ block: "start" });
  };

  return { pay, phase, refusal, forgive: () => setRefusal(undefined) };
}
