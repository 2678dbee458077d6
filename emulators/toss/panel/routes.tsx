/** @jsxImportSource hono/jsx */
import { type Context, Hono } from "hono";
import type { Bindings } from "../../kit/http";
import { isErrorCode, isRefusal } from "../errors";
import { ControlPage } from "../pages/control/page";
import { controlWords } from "../pages/controlWords";
import { HomePage } from "../pages/home";
import type { Toss } from "../toss";
import { expireDue } from "../verbs/expire";
import { findByOrder } from "../verbs/find";
import { html, languageOf } from "../window/html";
import { actOnPayment, endFault, type Outcome, redeliver, saids, setFault, turnClock } from "./actions";

const PAYMENTS_SHOWN = 20;
const DELIVERIES_SHOWN = 30;

/** Pages for people: what this is, and its control routes as buttons that work without JavaScript. */
export function panelRoutes(toss: Toss): Hono<Bindings> {
  const routes = new Hono<Bindings>();

  routes.get("/", (c) => html(c, <HomePage language={languageOf(c)} origin={toss.origin()} />, null));
  routes.get("/control", (c) => html(c, <ControlPage {...shown(toss, c)} />, null));

  // A page elsewhere may not press these buttons for whoever looks at it.
  routes.use("/control/*", async (c, next) => {
    const own = c.req.header("origin") === new URL(c.req.url).origin;
    return own ? next() : c.text(controlWords[languageOf(c)].foreign, 403);
  });
  routes.post("/control/payments/:paymentKey/:action", async (c) => {
    const { paymentKey, action } = c.req.param();
    return back(c, "payments", actOnPayment(toss, paymentKey, action, await c.req.parseBody()));
  });
  routes.post("/control/clock", async (c) => back(c, "clock", turnClock(toss, await c.req.parseBody())));
  routes.post("/control/faults", async (c) => back(c, "faults", setFault(toss, await c.req.parseBody())));
  routes.post("/control/faults/:id/:action", (c) => {
    const { id, action } = c.req.param();
    return back(c, "faults", endFault(toss, id, action));
  });
  routes.post("/control/webhooks/:id/redeliver", async (c) =>
    back(c, "webhooks", await redeliver(toss, c.req.param("id"))),
  );

  return routes;
}

function shown(toss: Toss, c: Context) {
  const { order = "", said = "", refused = "" } = c.req.query();
  expireDue(toss);
  const match = order ? { orderId: order } : {};
  return {
    language: languageOf(c),
    now: toss.clock.now(),
    payments: order ? findByOrder(toss, order) : toss.payments.latest({}, PAYMENTS_SHOWN),
    deliveries: toss.post.latest(match, DELIVERIES_SHOWN),
    targets: toss.post.targets(),
    faults: toss.door.faults.list().filter(({ remaining, holding }) => remaining !== 0 || holding > 0),
    order,
    said: saids.find((known) => known === said) ?? null,
    refused: isErrorCode(refused) ? refused : null,
  };
}

/** To the part of the page where the button was, which says what became of it. */
function back(c: Context, part: string, outcome: Outcome) {
  const query = new URLSearchParams(
    isRefusal(outcome) ? { refused: outcome.refused } : { said: outcome.said },
  );
  const order = lookedAt(c);
  if (order) query.set("order", order);
  return c.redirect(`/control?${query}#${part}`, 303);
}

/** The order that the page was about when the button was pressed. */
function lookedAt(c: Context): string | null {
  const page = c.req.header("referer") ?? "";
  return URL.canParse(page) ? new URL(page).searchParams.get("order") : null;
}
