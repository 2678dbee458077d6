import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { type Context, Hono } from "hono";
import { bundle } from "../bundle";
import type { Bindings } from "../http";

/** Style sheets and browser scripts by the names that pages use: `style.css`, `window.js`. */
export type Assets = Readonly<Record<string, URL>>;

/** The style sheets that both gateways' pages share. */
export const commonAssets: Assets = {
  "style.css": new URL("style.css", import.meta.url),
  "control.css": new URL("control.css", import.meta.url),
};

export function assetRoutes(assets: Assets): Hono<Bindings> {
  const routes = new Hono<Bindings>();
  routes.get("/assets/:name", async (c) => {
    const name = c.req.param("name");
    const source = Object.hasOwn(assets, name) ? assets[name] : undefined;
    if (!source) return c.notFound();
    const file = fileURLToPath(source);
    if (name.endsWith(".js")) return script(c, await bundle(file, { format: "esm" }));
    return c.body(await readFile(file, "utf8"), 200, { "content-type": "text/css; charset=utf-8" });
  });
  return routes;
}

export function script(c: Context, text: string) {
  return c.body(text, 200, { "content-type": "text/javascript; charset=utf-8", "cache-control": "no-cache" });
}
