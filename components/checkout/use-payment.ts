import type { Money } from "@/lib/money";
import { freePart } from "./free";
import { concernsCard } from "./refusal";
import { useStripeCard } from "./stripe/card";
import { stripePage } from "./stripe/page";
import { useToss } from "./toss/use-toss";
import { type PayPress, usePay } from "./use-pay";
import { drawnFor, type Gateways, useWay, type Way } from "./use-way";

/** Nothing is mounted for a free order. */
const noGateways: Gateways = { toss: undefined, stripe: undefined };

/** How an amount is paid: the chosen way, what its gateway draws, and the pay button. */
export function usePayment(total: Money, through: Gateways, press: Pick<PayPress, "refuse" | "place">) {
  const isFree = total.amount === 0;
  const gateways = isFree ? noGateways : through;
  const { way, offered, choose } = useWay(gateways);
  const drawn = drawnFor(way, gateways);
  const toss = useToss(drawn.toss, total.amount);
  const card = useStripeCard(drawn.stripe, total);
  const part = isFree ? freePart : { toss: toss.part, page: stripePage, card: card.part }[way];
  const { pay, phase, refusal, forgive } = usePay({ total, part, ...press });
  const changeWay = (chosen: Way) => {
    if (phase !== "filling") return;
    choose(chosen);
    forgive();
  };
  /** A refusal that is about the card is shown at the card, any other at the button. */
  const atCard = refusal && concernsCard(refusal) && way === "card" ? refusal : undefined;
  return {
    isFree,
    way,
    offered,
    changeWay,
    part,
    drawn: { methods: toss.methods, agreement: toss.agreement, form: card.form },
    pay,
    phase,
    refusals: { atCard, atButton: atCard ? undefined : refusal },
  };
}

export type Payment = ReturnType<typeof usePayment>;
