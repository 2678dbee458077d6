import { fileURLToPath } from "node:url";
import { type BrowserContextOptions, chromium } from "playwright";
import Sdk from "stripe";
import { bundle } from "../kit/bundle";
import { startStripeEmulator } from "../stripe";
import { keys } from "../stripe/keys";
import { executablePath, freshPage } from "./browser";
import { serve } from "./server";
import type { Wish } from "./stripe-page";

/** A shop with Stripe's real SDKs on its server and its pages, a gateway of its own, and a browser. */
export async function openStripeShop() {
  const gateway = await startStripeEmulator({ data: ":memory:" });
  const { hostname: host, port } = new URL(gateway.url);
  const site = await openSite(gateway.url);
  const browser = await chromium.launch({ executablePath, args: ["--no-sandbox"] });
  const sdk = new Sdk(keys.secret, { host, port, protocol: "http", telemetry: false });

  return {
    sdk,
    url: site.url,
    gatewayUrl: gateway.url,
    openPage: (options?: BrowserContextOptions) => freshPage(browser, options),

    /** A hosted page for one item, in won unless a currency is named. */
    checkout: (
      wish: Partial<Sdk.Checkout.SessionCreateParams> & { amount?: number; currency?: string } = {},
    ) => {
      const { amount = 62_000, currency = "krw", ...more } = wish;
      return sdk.checkout.sessions.create({
        mode: "payment",
        client_reference_id: "order_7",
        success_url: `${site.url}/done?session={CHECKOUT_SESSION_ID}`,
        cancel_url: `${site.url}/cart`,
        line_items: [
          { quantity: 1, price_data: { currency, unit_amount: amount, product_data: { name: "티셔츠" } } },
        ],
        ...more,
      });
    },

    intent: (wish: Partial<Sdk.PaymentIntentCreateParams> = {}) =>
      sdk.paymentIntents.create({ amount: 62_000, currency: "krw", ...wish }),

    /** The URL of an order form with the Payment Element. */
    orderForm: (kind: "plain" | "react", wish: Wish) =>
      `${site.url}/${kind}?${new URLSearchParams({ wish: JSON.stringify(wish) })}`,

    control: (method: string, path: string, body: unknown) =>
      fetch(`${gateway.url}/_control${path}`, {
        method,
        headers: { "content-type": "application/json" },
        body: JSON.stringify(body),
      }),

    async close() {
      await browser.close();
      await site.close();
      await gateway.close();
    },
  };
}

export type StripeShop = Awaited<ReturnType<typeof openStripeShop>>;

/** A shop with a strict CSP: only its own and the gateway's scripts, frames and requests are allowed. */
async function openSite(gatewayUrl: string) {
  const entry = fileURLToPath(new URL("stripe-page.tsx", import.meta.url));
  const define = { "process.env.NODE_ENV": '"production"' };
  const script = await bundle(entry, { format: "iife", define });
  const page = `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Shop</title>
<meta name="viewport" content="width=device-width"><link rel="icon" href="data:,">
<script src="${gatewayUrl}/endive/stripe.js"></script></head>
<body data-key="${keys.publishable}"><main><h1>Shop</h1><div id="order"></div></main><script src="/shop.js"></script></body></html>`;
  const policy = `default-src 'none'; script-src 'self' ${gatewayUrl}; frame-src ${gatewayUrl};
    connect-src 'self' ${gatewayUrl}; style-src 'unsafe-inline'; img-src data:`.replaceAll("\n", "");
  return serve((request, response) => {
    const isScript = request.url === "/shop.js";
    response.setHeader("content-type", isScript ? "text/javascript" : "text/html");
    if (!isScript) response.setHeader("content-security-policy", policy);
    response.end(isScript ? script : page);
  });
}
