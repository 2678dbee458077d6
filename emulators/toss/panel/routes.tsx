/** @jsxImportSource hono/jsx */
import { type Context, Hono } from "hono";
import type { Bindings } from "../../kit/http";
import { html, languageOf } from "../../kit/pages/html";
import { actOnWrongs, type Form, type Outcome } from "../../kit/panel/actions";
import { boardOf } from "../../kit/panel/board";
import { panelPages, type View } from "../../kit/panel/routes";
import { operations } from "../api/answer";
import { isErrorCode, type Language } from "../errors";
import { keyPairs } from "../keys";
import { deliveryRules } from "../news/rules";
import { ControlPage } from "../pages/control/page";
import type { Shown } from "../pages/control/shown";
import { HomePage } from "../pages/home";
import { nightEndsMs } from "../rules";
import type { Toss } from "../toss";
import { contractOf } from "../verbs/contract";
import { expireDue } from "../verbs/expire";
import { findByOrder } from "../verbs/find";
import { leftOf } from "../verbs/receipts";
import { actOnPayment, actOnReceipt, agree } from "./actions";

const paymentsShown = 20;
const settlementsShown = 20;
const receiptsShown = 20;

/** The pages for people: the start page and the control panel. */
export function panelRoutes(toss: Toss): Hono<Bindings> {
  const routes = new Hono<Bindings>();
  routes.get("/", (c) => html(c, <HomePage language={languageOf(c)} origin={toss.origin()} />, null));
  routes.route(
    "/",
    panelPages({
      ...toss,
      faultOperations: operations,
      isErrorCode,
      nightEndsMs,
      accepted: deliveryRules.accepted,
      page: (c, view) => html(c, <ControlPage {...shown(toss, c, view)} />, null),
      act: (kind, id, action, form, c) =>
        pressButton(toss, kind, { id, action, form, language: languageOf(c) }),
    }),
  );
  return routes;
}

type Press = { id: string; action: string; form: Form; language: Language };

function pressButton(toss: Toss, kind: string, { id, action, form, language }: Press): Outcome {
  switch (kind) {
    case "payments":
      return actOnPayment(toss, id, action, form, language);
    case "settlements":
      return actOnWrongs(toss.wrongs, id, action, form);
    case "receipts":
      return actOnReceipt(toss, id, action, language);
    case "contracts":
      return agree(toss, id, form);
    default:
      return { refused: "unknown" };
  }
}

function shown(toss: Toss, c: Context, view: View): Shown {
  const { order } = view;
  expireDue(toss);
  const payments = order ? findByOrder(toss, order) : toss.payments.latest({}, paymentsShown);
  const wrongs = toss.wrongs.now();
  const settlements = toss.settlements
    .latest(order ? { orderId: order } : {}, settlementsShown)
    .map((row) => ({ row, wrongs: wrongs.get(row.id) }));
  const receipts = toss.receipts
    .latest(order ? { orderId: order } : {}, receiptsShown)
    .map((receipt) => ({ receipt, left: leftOf(toss, receipt).amount }));
  const contracts = keyPairs.map(({ mId }) => ({ mId, ...contractOf(toss, mId) }));
  return { ...boardOf(toss, c, view), payments, settlements, receipts, contracts };
}
