/** @jsxImportSource hono/jsx */
import { type Context, Hono } from "hono";
import type { Bindings } from "../../kit/http";
import { html, languageOf } from "../../kit/pages/html";
import { actOnWrongs } from "../../kit/panel/actions";
import { boardOf } from "../../kit/panel/board";
import { panelPages, type View } from "../../kit/panel/routes";
import { faultOperations } from "../api/operations";
import type { BalanceTransaction } from "../entities/balance-transaction";
import type { Intent } from "../entities/intent";
import { isErrorCode } from "../errors/catalog";
import { deliveryRules } from "../news/rules";
import { ControlPage } from "../pages/control/page";
import type { Payment, Shown } from "../pages/control/shown";
import { HomePage } from "../pages/home";
import { nightEndsMs } from "../rules";
import type { Stripe } from "../stripe";
import { act } from "../verbs/act";
import { intentsOfOrder, sessionsOfOrder } from "../verbs/find";
import { press } from "./actions";

const sessionsShown = 8;
const paymentsShown = 20;
const rowsShown = 20;
const payoutsShown = 10;

/** The pages for people: the start page and the control panel. */
export function panelRoutes(stripe: Stripe): Hono<Bindings> {
  const routes = new Hono<Bindings>();
  routes.get("/", (c) => html(c, <HomePage language={languageOf(c)} origin={stripe.origin()} />, null));
  routes.route(
    "/",
    panelPages({
      ...stripe,
      faultOperations,
      isErrorCode,
      nightEndsMs,
      accepted: deliveryRules.accepted,
      page: (c, view) => html(c, <ControlPage {...shown(stripe, c, view)} />, null),
      act: (kind, id, action, form) =>
        kind === "balance" || kind === "payouts"
          ? actOnWrongs(stripe.wrongs, id, action, form)
          : press(stripe, kind, id, action, form),
    }),
  );
  return routes;
}

function shown(stripe: Stripe, c: Context, view: View): Shown {
  const { order } = view;
  act(stripe, () => {});
  const intents = order ? intentsOfOrder(stripe, order) : stripe.intents.latest({}, paymentsShown);
  const sessions = order ? sessionsOfOrder(stripe, order) : stripe.sessions.latest({}, sessionsShown);
  const payments = intents.map((intent) => withItsMoney(stripe, intent));
  const wrongs = stripe.wrongs.now();
  const rows = order ? payments.flatMap((each) => rowsOf(stripe, each)) : newestRows(stripe);
  const balance = rows.map((row) => ({
    row,
    payout: stripe.payouts.get(row.payout),
    wrongs: wrongs.get(row.id),
  }));
  const payouts = stripe.payouts
    .latest({}, payoutsShown)
    .map((payout) => ({ payout, wrongs: wrongs.get(payout.id) }));
  return { ...boardOf(stripe, c, view), payments, sessions, balance, payouts };
}

function newestRows({ balanceTransactions }: Stripe): BalanceTransaction[] {
  return balanceTransactions.latest({}, rowsShown).filter(({ type }) => type !== "payout");
}

/** The balance transactions of one payment. */
function rowsOf(
  { balanceTransactions }: Stripe,
  { charge, refunds, disputes }: Payment,
): BalanceTransaction[] {
  const sources = [...(charge ? [charge] : []), ...refunds, ...disputes];
  return sources.flatMap(({ id }) => balanceTransactions.latest({ source: id }));
}

function withItsMoney(stripe: Stripe, intent: Intent): Payment {
  const charge = stripe.charges.get(intent.latestCharge ?? "");
  return {
    intent,
    charge,
    details: charge?.details ?? stripe.paymentMethods.get(intent.paymentMethod ?? "")?.details ?? null,
    entry: stripe.balanceTransactions.get(charge?.balanceTransaction ?? ""),
    refunds: stripe.refunds.latest({ intent: intent.id }),
    disputes: stripe.disputes.latest({ intent: intent.id }),
  };
}
