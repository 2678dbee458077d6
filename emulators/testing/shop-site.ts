import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { fileURLToPath } from "node:url";
import { bundle } from "../kit/bundle";

/** A shop's website: every page loads the real SDK package, pointed at the emulator. */
export async function openShopSite(sdkUrl: string) {
  const entry = fileURLToPath(new URL("shop-page.ts", import.meta.url));
  const script = await bundle(entry, { format: "iife" });
  const page = `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Shop</title>
<meta name="viewport" content="width=device-width"></head><body data-sdk="${sdkUrl}"><main><h1>Shop</h1>
<div id="methods"></div><div id="agreement"></div></main><script src="/shop.js"></script></body></html>`;
  const server = createServer((request, response) => {
    const isScript = request.url === "/shop.js";
    response.setHeader("content-type", isScript ? "text/javascript" : "text/html");
    response.end(isScript ? script : page);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    // The same host name as the emulator's, so that browsers keep both pages in one process, as in a demo.
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
