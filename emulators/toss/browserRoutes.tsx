/** @jsxImportSource hono/jsx */
import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { type Context, Hono } from "hono";
import { bundle } from "../kit/bundle";
import type { Bindings } from "../kit/http";
import { preferredLanguage } from "../kit/text";
import type { Language } from "./errors";
import { type KeyPair, keyPairs, pairByClientKey } from "./keys";
import { AgreementPage } from "./pages/agreement";
import { MethodsPage } from "./pages/methods";
import { offersFor } from "./pages/offers";
import { ReceiptPage } from "./pages/receipt";
import { NotFoundPage } from "./pages/window";
import { panelRoutes } from "./panel/routes";
import type { Toss } from "./toss";
import { findPayment } from "./verbs/find";
import { html } from "./window/html";

const sheets = ["style", "widget", "window", "control"];
const pageScripts = ["methods", "agreement", "window"];

/** What browsers load: the SDK, the widgets it places in the shop's page, and a few pages of our own. */
export function browserRoutes(toss: Toss): Hono<Bindings> {
  const routes = new Hono<Bindings>();

  routes.get("/v2/standard", async (c) => {
    const clientKeys = JSON.stringify(
      Object.fromEntries(keyPairs.map(({ clientKey, contract }) => [clientKey, { contract }])),
    );
    return script(
      c,
      await bundle(file("browser/sdk/index.ts"), { format: "iife", define: { CLIENT_KEYS: clientKeys } }),
    );
  });
  routes.get("/v2/pages/:name{.+\\.css}", async (c) => {
    const name = c.req.param("name").replace(/\.css$/, "");
    if (!sheets.includes(name)) return c.notFound();
    return c.body(await readFile(file(`pages/${name}.css`), "utf8"), 200, {
      "content-type": "text/css; charset=utf-8",
    });
  });
  routes.get("/v2/pages/:name{.+\\.js}", async (c) => {
    const name = c.req.param("name").replace(/\.js$/, "");
    if (!pageScripts.includes(name)) return c.notFound();
    return script(c, await bundle(file(`browser/${name}.ts`), { format: "esm" }));
  });

  routes.get("/v2/widgets/methods", (c) => {
    const framed = framing(c);
    if (!framed) return c.notFound();
    const { pair, shop, variantKey } = framed;
    const amount = Number(c.req.query("amount") ?? 0);
    const groups = offersFor(pair, variantKey);
    const page = { language: language(c), shop, groups, variantKey, amount };
    return html(c, <MethodsPage {...page} />, shop);
  });
  routes.get("/v2/widgets/agreement", (c) => {
    const framed = framing(c);
    if (!framed) return c.notFound();
    return html(c, <AgreementPage language={language(c)} shop={framed.shop} />, framed.shop);
  });

  routes.get("/receipt/redirection", (c) => {
    const payment = findPayment(toss, c.req.query("transactionId") ?? "");
    if (!payment || payment.approvedAt === null)
      return html(c, <NotFoundPage language={language(c)} />, null, 404);
    return html(c, <ReceiptPage payment={payment} language={language(c)} />, null);
  });
  routes.get("/README.md", async (c) => c.text(await readFile(file("../README.md"), "utf8")));

  routes.route("/", panelRoutes(toss));

  return routes;
}

function file(path: string): string {
  return fileURLToPath(new URL(path, import.meta.url));
}

function script(c: Context, text: string) {
  return c.body(text, 200, { "content-type": "text/javascript; charset=utf-8", "cache-control": "no-cache" });
}

/** Who frames a widget, as the SDK says; null for an unknown key or no real origin. */
function framing(c: Context): { pair: KeyPair; shop: string; variantKey: string } | null {
  const { clientKey = "", origin = "", variantKey = "DEFAULT" } = c.req.query();
  const pair = pairByClientKey(clientKey);
  const isOrigin = URL.canParse(origin) && new URL(origin).origin === origin;
  return pair?.family === "widget" && isOrigin ? { pair, shop: origin, variantKey } : null;
}

function language(c: Context): Language {
  return preferredLanguage(c.req.header("accept-language"));
}
