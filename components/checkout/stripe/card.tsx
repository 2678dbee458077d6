import type { Stripe, StripeElements } from "@stripe/stripe-js";
import { useLocale } from "next-intl";
import { type ComponentProps, useRef, useState } from "react";
import type { Money } from "@/lib/money";
import { call } from "../../api";
import { type GatewayPart, type Prepare, useMounted } from "../gateway-part";
import { refused } from "../refusal";
import type { CardForm } from "./card-form";
import { loadStripeJs, type StripeKeys } from "./keys";
import { refusedFor } from "./refused";
import { untilAnswered } from "./until-answered";

type Card = { stripe: Stripe; elements: StripeElements };
type Shown = Pick<ComponentProps<typeof CardForm>, "stripe" | "onReady" | "onFail"> & {
  Form: typeof CardForm;
  number: number;
};

/** Stripe's card form on the sheet. Without keys nothing is loaded from Stripe. */
export function useStripeCard(keys: StripeKeys | undefined, total: Money) {
  const locale = useLocale();
  const [shown, show] = useState<Shown>();
  const count = useRef(0);

  const mount = async (keys: StripeKeys) => {
    const [stripe, { CardForm: Form }] = await Promise.all([loadStripeJs(keys), import("./card-form")]);
    const elements = await new Promise<StripeElements>((onReady, onFail) =>
      show({ stripe, onReady, onFail, Form, number: ++count.current }),
    );
    return { stripe, elements, destroy: () => show(undefined) };
  };
  const { state, current, reload } = useMounted("stripe", keys && (() => mount(keys)));

  const part: GatewayPart = {
    state,
    method: undefined,
    reload,
    draws: "form",
    paying: "charging",
    async chosen() {
      const card = current();
      if (!card) throw refused("card_incomplete");
      const { error } = await card.elements.submit();
      if (error) throw refused(refusedFor(error) ?? "card_incomplete");
      return prepareWith(card);
    },
  };
  const ready = state === "ready";
  const form = keys && shown && (
    <div className={ready ? "" : "h-0 overflow-hidden"} inert={!ready}>
      <shown.Form key={shown.number} {...total} locale={locale} {...shown} />
    </div>
  );
  return { part, form };
}

const prepareWith =
  (card: Card): Prepare =>
  async ({ order_number }, waits) => {
    const intent = await untilAnswered(
      () => call("POST /payments/stripe/intent", { order_number }),
      ({ payment_intent_id: id, client_secret: secret, return_url: returnUrl }) =>
        id === null || secret === null ? null : { id, secret, returnUrl },
      waits,
    );
    return intent.ok ? { ok: true, open: () => charge(card, intent.value) } : intent;
  };

type Intent = { id: string; secret: string; returnUrl: string };

/** Charges the card, after any authentication by the bank. Only the shop's server knows the result. */
async function charge({ stripe, elements }: Card, { id, secret, returnUrl }: Intent) {
  const { error } = await stripe.confirmPayment({
    elements,
    clientSecret: secret,
    confirmParams: { return_url: returnUrl },
    redirect: "if_required",
  });
  const reason = error && refusedFor(error);
  if (reason) throw refused(reason);
  const back = new URL(returnUrl);
  back.searchParams.set("payment_intent", id);
  location.assign(back);
}
