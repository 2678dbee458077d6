/** @jsxImportSource hono/jsx */
import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { type Context, Hono } from "hono";
import { bundle } from "../kit/bundle";
import type { Bindings } from "../kit/http";
import { assetRoutes, commonAssets, script } from "../kit/pages/assets";
import { html, languageOf } from "../kit/pages/html";
import { type KeyPair, keyPairs, pairByClientKey } from "./keys";
import { AgreementPage } from "./pages/agreement";
import { MethodsPage } from "./pages/methods";
import { offersFor } from "./pages/offers";
import { ReceiptPage } from "./pages/receipt";
import { NotFoundPage } from "./pages/window";
import { panelRoutes } from "./panel/routes";
import type { Toss } from "./toss";
import { findPayment } from "./verbs/find";

const assets = {
  ...commonAssets,
  "widget.css": new URL("pages/widget.css", import.meta.url),
  "window.css": new URL("pages/window.css", import.meta.url),
  "methods.js": new URL("browser/methods.ts", import.meta.url),
  "agreement.js": new URL("browser/agreement.ts", import.meta.url),
  "window.js": new URL("browser/window.ts", import.meta.url),
};

/** Browser assets: the SDK, a stand-in for Kakao's address search, the widgets it places in the shop's page, and a few pages of our own. */
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
  routes.get("/postcode.v2.js", async (c) =>
    script(c, await bundle(file("browser/postcode.ts"), { format: "iife" })),
  );
  routes.route("/", assetRoutes(assets));

  routes.get("/v2/widgets/methods", (c) => {
    const framed = framing(c);
    if (!framed) return c.notFound();
    const { pair, shop, variantKey } = framed;
    const amount = Number(c.req.query("amount") ?? 0);
    const groups = offersFor(pair, variantKey);
    const page = { language: languageOf(c), shop, groups, variantKey, amount };
    return html(c, <MethodsPage {...page} />, shop);
  });
  routes.get("/v2/widgets/agreement", (c) => {
    const framed = framing(c);
    if (!framed) return c.notFound();
    return html(c, <AgreementPage language={languageOf(c)} shop={framed.shop} />, framed.shop);
  });

  routes.get("/receipt/redirection", (c) => {
    const payment = findPayment(toss, c.req.query("transactionId") ?? "");
    if (!payment || payment.approvedAt === null)
      return html(c, <NotFoundPage language={languageOf(c)} />, null, 404);
    return html(c, <ReceiptPage payment={payment} language={languageOf(c)} />, null);
  });
  routes.get("/README.md", async (c) => c.text(await readFile(file("../README.md"), "utf8")));

  routes.route("/", panelRoutes(toss));

  return routes;
}

function file(path: string): string {
  return fileURLToPath(new URL(path, import.meta.url));
}

/** Who frames a widget, as the SDK reports it; null for an unknown key or an invalid origin. */
function framing(c: Context): { pair: KeyPair; shop: string; variantKey: string } | null {
  const { clientKey = "", origin = "", variantKey = "DEFAULT" } = c.req.query();
  const pair = pairByClientKey(clientKey);
  const isOrigin = URL.canParse(origin) && new URL(origin).origin === origin;
  return pair?.family === "widget" && isOrigin ? { pair, shop: origin, variantKey } : null;
}
