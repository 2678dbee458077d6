import { randomUUID } from "node:crypto";
import { type Context, Hono } from "hono";
import type { Controlled } from "../control/controlled";
import type { Bindings } from "../http";
import { languageOf } from "../pages/html";
import { endFault, type Form, type Outcome, redeliver, setFault, turnClock } from "./actions";
import { panelWords } from "./words";

const outcomesKept = 20;

export type Panel = Controlled & {
  /** Whether a shop accepted a webhook by answering with this status. */
  accepted(status: number): boolean;
  /** The page, including the result of the last button press. */
  page(c: Context, view: View): Response | Promise<Response>;
  /** A gateway-specific button, next to a payment or another object. */
  act(kind: string, id: string, action: string, form: Form, c: Context): Outcome | Promise<Outcome>;
};

export type View = {
  /** The order the page is filtered to; empty for all. */
  order: string;
  outcome: Outcome | null;
};

/** The control routes as buttons for people; they work without JavaScript. */
export function panelPages(panel: Panel): Hono<Bindings> {
  const routes = new Hono<Bindings>();
  const outcomes = new Map<string, Outcome>();

  routes.get("/control", (c) => {
    const { order = "", news = "" } = c.req.query();
    return panel.page(c, { order, outcome: outcomes.get(news) ?? null });
  });

  // Blocks cross-site requests: another site must not press these buttons through a visitor's browser.
  routes.use("/control/*", async (c, next) => {
    const own = c.req.header("origin") === new URL(c.req.url).origin;
    return own ? next() : c.text(panelWords[languageOf(c)].foreign, 403);
  });

  /** Redirects to the part of the page that has the button, where its result is shown. */
  async function press(c: Context, part: string, act: (form: Form) => Outcome | Promise<Outcome>) {
    const news = randomUUID();
    outcomes.set(news, await act(await c.req.parseBody()));
    for (const old of [...outcomes.keys()].slice(0, -outcomesKept)) outcomes.delete(old);
    const order = lookedAt(c);
    const query = new URLSearchParams({ news, ...(order && { order }) });
    return c.redirect(`/control?${query}#${part}`, 303);
  }

  routes.post("/control/clock", (c) => press(c, "clock", (form) => turnClock(panel, form)));
  routes.post("/control/faults", (c) => press(c, "faults", (form) => setFault(panel, form)));
  routes.post("/control/faults/:id/:action", (c) => {
    const { id, action } = c.req.param();
    return press(c, "faults", () => endFault(panel, id, action));
  });
  routes.post("/control/webhooks/:id/redeliver", (c) =>
    press(c, "webhooks", () => redeliver(panel, c.req.param("id"), panel.accepted)),
  );
  routes.post("/control/:kind/:id/:action", (c) => {
    const { kind, id, action } = c.req.param();
    return press(c, kind, (form) => panel.act(kind, id, action, form, c));
  });

  return routes;
}

/** The order the page was filtered to when the button was pressed. */
function lookedAt(c: Context): string {
  const page = c.req.header("referer") ?? "";
  return URL.canParse(page) ? (new URL(page).searchParams.get("order") ?? "") : "";
}
