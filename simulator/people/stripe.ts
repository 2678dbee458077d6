import type { Order, Payment } from "@/db/schema";
import { type OpenWish, openStripe } from "@/lib/payments/stripe/open";
import { env } from "@/lib/settings/env";
import type { Dice } from "../dice";
import type { TrueIntent, TrueSession } from "../gateway/stripe/payment";
import type { World } from "../world";
import { payWithCards, pickCard } from "./cards";
import { charge } from "./charge";
import { oneKey } from "./key";
import { comeBackFromStripe } from "./return-stripe";

/** A shopper chooses Stripe: its page or the shop's card form, in one tab or in two that may differ. */
export async function payThroughStripe(world: World, dice: Dice, order: Order): Promise<boolean> {
  const prefersPage = dice.chance(0.6);
  const tabs = dice.pick([1, 1, 1, 2]);
  const begun = await Promise.all(
    Array.from({ length: tabs }, (_, tab) => {
      const own = dice.fork(`stripe ${tab}`);
      return prefersPage === own.chance(0.85) ? payOnPage(world, own, order) : payInForm(world, own, order);
    }),
  );
  return begun.includes(true);
}

async function payOnPage(world: World, dice: Dice, order: Order): Promise<boolean> {
  const { appUrl } = env();
  const page = { successUrl: `${appUrl}/success?s={CHECKOUT_SESSION_ID}`, cancelUrl: `${appUrl}/cart` };
  const opened = await openSurface(world, dice, order, { page });
  const session = world.stripe.truth.sessions.get(opened?.gatewaySessionKey ?? "");
  if (!session) return opened !== undefined;
  await (dice.chance(0.1) ? untilItShuts(world, dice, session) : world.dawdle(dice));
  switch (dice.weigh({ pays: 12, goes_back: 3, leaves: 1, hesitates: 2 })) {
    case "pays": {
      const { truth } = world.stripe;
      await payWithCards(world, dice, {
        press: (card) => truth.payPage(session, card),
        intent: () => session.intent,
      });
      if (dice.chance(0.7)) await comeBackFromStripe(world, dice, order, { session_id: session.id });
      return true;
    }
    case "goes_back":
      // Some go back to the cart and start again another way, which closes this page.
      return dice.chance(0.5) ? payInForm(world, dice.fork("form"), order) : true;
    case "leaves":
      return true;
    case "hesitates":
      session.crosses = dice.pick(["approves", "slow"]);
      return true;
  }
}

async function payInForm(world: World, dice: Dice, order: Order): Promise<boolean> {
  const known = dice.chance(0.2) ? { paymentMethod: `pm_card_${pickCard(dice, "form")}` } : {};
  const opened = await openSurface(world, dice, order, known);
  const intent = world.stripe.truth.intents.get(opened?.gatewayPaymentKey ?? "");
  if (!intent || intent.session) return opened !== undefined;
  await world.dawdle(dice);
  switch (dice.weigh({ by_itself: 5, by_server: 9, goes_back: 2, leaves: 1 })) {
    case "by_itself":
      await payInBrowser(world, dice, order, intent);
      return true;
    case "by_server":
      await charge(world, dice, order, intent);
      return true;
    case "goes_back":
      return dice.chance(0.5) ? payOnPage(world, dice.fork("page"), order) : true;
    case "leaves":
      return true;
  }
}

/** Stripe.js confirms without the shop; if the bank redirects the browser, it returns through the shop's route. */
async function payInBrowser(world: World, dice: Dice, order: Order, intent: TrueIntent) {
  const { truth } = world.stripe;
  const press = (card: Parameters<typeof truth.payForm>[1]) => truth.payForm(intent, card);
  await payWithCards(world, dice, { press, intent: () => intent, only: "form" });
  if (dice.chance(0.7)) await comeBackFromStripe(world, dice, order, { payment_intent: intent.id });
}

/** Asks the shop where to pay, and again while the answer is not known yet, like the shop's page. */
async function openSurface(
  world: World,
  dice: Dice,
  order: Order,
  surface: Pick<OpenWish, "page" | "paymentMethod">,
): Promise<Payment | undefined> {
  // Some orders are captured by hand, as another server chose for them.
  const wish = dice.chance(0.25) ? { ...surface, captureMethod: "manual" as const } : surface;
  const keyed = dice.chance(0.5) ? oneKey(dice, order, "/stripe", wish) : undefined;
  const presses = keyed ? dice.pick([1, 1, 2]) : 1;
  for (let asks = 0; asks < 4; asks += 1) {
    const waitMs = dice.pick([300, 8_000]);
    const all = await Promise.all(
      Array.from({ length: presses }, () =>
        world.ask("open", () => openStripe(order, { ...wish, keyed, waitMs }), 3),
      ),
    );
    if (keyed)
      world.made(
        "surface",
        all.map((it) => it?.payment),
      );
    const opened = all.find((it) => it !== undefined);
    if (!opened || opened.payment.surface) return opened?.payment;
    await world.scheduler.sleep(dice.between(1_000, 30_000));
  }
  return undefined;
}

/** Waits until shortly before or just after the page closes. */
const untilItShuts = ({ scheduler }: World, dice: Dice, { closesAt }: TrueSession) =>
  scheduler.sleep(Math.max(0, closesAt.getTime() - scheduler.now().getTime() + dice.between(-10_000, 2_000)));
