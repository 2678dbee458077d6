/** @jsxImportSource hono/jsx */
import { type Context, Hono } from "hono";
import type { Bindings } from "../../kit/http";
import { html, languageOf } from "../../kit/pages/html";
import { boardOf } from "../../kit/panel/board";
import { panelPages, type View } from "../../kit/panel/routes";
import { operations } from "../api/answer";
import { isErrorCode } from "../errors";
import { deliveryRules } from "../news/rules";
import { ControlPage } from "../pages/control/page";
import type { Shown } from "../pages/control/shown";
import { HomePage } from "../pages/home";
import { nightEndsMs } from "../rules";
import type { Toss } from "../toss";
import { expireDue } from "../verbs/expire";
import { findByOrder } from "../verbs/find";
import { actOnPayment } from "./actions";

const paymentsShown = 20;

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
        kind === "payments" ? actOnPayment(toss, id, action, form, languageOf(c)) : { refused: "unknown" },
    }),
  );
  return routes;
}

function shown(toss: Toss, c: Context, view: View): Shown {
  const { order } = view;
  expireDue(toss);
  const payments = order ? findByOrder(toss, order) : toss.payments.latest({}, paymentsShown);
  return { ...boardOf(toss, c, view), payments };
}
