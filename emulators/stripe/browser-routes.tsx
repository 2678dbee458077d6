/** @jsxImportSource hono/jsx */
import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { Hono } from "hono";
import { bundle } from "../kit/bundle";
import type { Bindings } from "../kit/http";
import { assetRoutes, commonAssets, script } from "../kit/pages/assets";
import { html } from "../kit/pages/html";
import { ElementPage } from "./pages/element";
import { framedBy } from "./window/challenge";
import { languageFor } from "./window/language";

const assets = {
  ...commonAssets,
  "stripe.css": new URL("pages/stripe.css", import.meta.url),
  "checkout.css": new URL("pages/checkout.css", import.meta.url),
  "element.css": new URL("pages/element.css", import.meta.url),
  "checkout.js": new URL("browser/checkout.ts", import.meta.url),
  "challenge.js": new URL("browser/challenge.ts", import.meta.url),
  "element.js": new URL("browser/element.ts", import.meta.url),
};

/** Browser assets: Stripe.js, the element it places in the shop's page, and the scripts and styles of our own pages. */
export function browserRoutes(): Hono<Bindings> {
  const routes = new Hono<Bindings>();

  routes.get("/endive/stripe.js", async (c) =>
    script(c, await bundle(file("browser/stripe/index.ts"), { format: "iife" })),
  );
  routes.get("/elements/payment", (c) => {
    const shop = framedBy(c);
    if (!shop) return c.notFound();
    return html(c, <ElementPage language={languageFor(c, c.req.query("locale"))} shop={shop} />, shop);
  });
  routes.route("/", assetRoutes(assets));
  routes.get("/README.md", async (c) => c.text(await readFile(file("../README.md"), "utf8")));

  return routes;
}

function file(path: string): string {
  return fileURLToPath(new URL(path, import.meta.url));
}
