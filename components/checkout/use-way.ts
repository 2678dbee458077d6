import type { StripeKeys } from "./stripe/keys";
import type { TossCheckout } from "./toss/use-toss";
import { useKeptChoice } from "./use-kept-choice";

/** The gateways that can be used for the order's currency; a shop has at least one. */
export type Gateways = { toss: TossCheckout | undefined; stripe: StripeKeys | undefined };

/** With Toss, with Stripe's card form on the sheet, or on Stripe's page. */
export type Way = "toss" | "page" | "card";

/** The gateway whose part is drawn: the other one's is taken down, and Stripe's page needs none. */
export const drawnFor = (way: Way, { toss, stripe }: Gateways): Partial<Gateways> =>
  ({ toss: { toss }, page: {}, card: { stripe } })[way];

const place = "twotrack.way";

/** How the shopper pays: the way chosen before if it is still offered, else the first. */
export function useWay({ toss, stripe }: Gateways) {
  const offered: Way[] = [
    ...(toss ? (["toss"] as const) : []),
    ...(stripe ? (["card", "page"] as const) : []),
  ];
  const [chosen, choose] = useKeptChoice(place, "way");
  const way = offered.find((one) => one === chosen) ?? offered[0] ?? "toss";
  return { way, offered, choose: choose as (way: Way) => void };
}
