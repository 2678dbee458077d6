import { fileURLToPath } from "node:url";
import { bundle } from "../kit/bundle";
import { serve } from "./server";

/** A shop's website: every page loads the real SDK package, pointed at the emulator. */
export async function openShopSite(sdkUrl: string) {
  const entry = fileURLToPath(new URL("shop-page.ts", import.meta.url));
  const script = await bundle(entry, { format: "iife" });
  const page = `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Shop</title>
<meta name="viewport" content="width=device-width"></head><body data-sdk="${sdkUrl}"><main><h1>Shop</h1>
<div id="methods"></div><div id="agreement"></div></main><script src="/shop.js"></script></body></html>`;
  return serve((request, response) => {
    const isScript = request.url === "/shop.js";
    response.setHeader("content-type", isScript ? "text/javascript" : "text/html");
    response.end(isScript ? script : page);
  });
}
