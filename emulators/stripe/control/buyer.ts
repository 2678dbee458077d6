import { type Context, Hono } from "hono";
import { z } from "zod";
import { optionalBody, withBody } from "../../kit/control/body";
import type { Bindings } from "../../kit/http";
import type { Intent } from "../entities/intent";
import { missing, type Refusal } from "../errors";
import type { CardInput } from "../methods/cards";
import { testAccounts } from "../methods/test-accounts";
import { testCards } from "../methods/test-cards";
import type { Stripe } from "../stripe";
import { answerChallenge } from "../verbs/challenge";
import { findSession } from "../verbs/find";
import { payIntent } from "../verbs/pay-intent";
import { submitCheckout } from "../verbs/submit-checkout";
import { printIntent } from "../wire/intent";
import { shown } from "./answers";

const Paying = optionalBody(
  z.strictObject({
    card: z.string().default(testCards[0].number),
    email: z.string().default("buyer@example.com"),
    name: z.string().default("Kim Buyer"),
    method: z.enum(["card", "bank_debit"]).default("card"),
    account: z.string().default(testAccounts[0].number),
  }),
);

const Answering = z.strictObject({ answer: z.enum(["complete", "fail"]) });

/** The shopper's actions, without a browser. */
export function buyerRoutes(stripe: Stripe): Hono<Bindings> {
  const routes = new Hono<Bindings>();

  const paying = <Result extends object>(
    c: Context<Bindings>,
    pay: (how: Omit<z.output<typeof Paying>, "card"> & { card: CardInput }) => Result | Refusal,
  ) =>
    withBody(c, Paying, (how) => shown(pay({ ...how, card: typedIn(stripe, how.card) }), (result) => result));

  routes.post("/sessions/:id/pay", (c) => {
    const id = c.req.param("id");
    return paying(c, (how) =>
      findSession(stripe, id) ? submitCheckout(stripe, id, how) : missing("checkout.session", id, "session"),
    );
  });
  routes.post("/intents/:id/pay", (c) => paying(c, (how) => payIntent(stripe, c.req.param("id"), how)));

  routes.post("/intents/:id/challenge", (c) =>
    withBody(c, Answering, ({ answer }) =>
      shown(answerChallenge(stripe, c.req.param("id"), answer), (intent: Intent) =>
        printIntent(stripe, intent),
      ),
    ),
  );

  return routes;
}

/** A card that is valid until the end of next year. */
function typedIn(stripe: Stripe, number: string): CardInput {
  const expYear = new Date(stripe.clock.now()).getUTCFullYear() + 1;
  return { number, expMonth: 12, expYear, cvc: "123" };
}
