import { type NextRequest, NextResponse } from "next/server";
import { env } from "@/lib/env";

/** Pages only: the API and the webhooks answer no browser that could be led astray, and must be quick. */
export const config = {
  matcher: ["/((?!_next/|payments/|webhooks/|healthz$|readyz$|orders$|.*\\.\\w+$).*)"],
};

export function proxy(request: NextRequest) {
  const nonce = btoa(crypto.randomUUID());
  const policy = contentSecurityPolicy(nonce);
  // Next reads the nonce for its own scripts from the policy on the request.
  const headers = new Headers(request.headers);
  headers.set("content-security-policy", policy);

  const response = NextResponse.next({ request: { headers } });
  response.headers.set("content-security-policy", policy);
  response.headers.set("x-content-type-options", "nosniff");
  response.headers.set("referrer-policy", "strict-origin-when-cross-origin");
  // Card companies open their own windows, which must still be able to answer the page that opened them.
  response.headers.set("cross-origin-opener-policy", "same-origin-allow-popups");
  return response;
}

function contentSecurityPolicy(nonce: string) {
  const gateway = gatewaySources(env().toss.sdkUrl);
  // React explains errors with eval, and hot reloading needs a socket, while the shop is being developed.
  const developing = process.env.NODE_ENV === "development";
  return [
    "default-src 'self'",
    `script-src 'self' 'nonce-${nonce}' 'strict-dynamic'${developing ? " 'unsafe-eval'" : ""}`,
    "style-src 'self' 'unsafe-inline'",
    `img-src 'self' data: ${gateway.own}`,
    `font-src 'self' data: ${gateway.own}`,
    `connect-src 'self' ${gateway.own}${developing ? " ws:" : ""}`,
    `frame-src ${gateway.frames}`,
    `form-action 'self' ${gateway.own}`,
    "base-uri 'none'",
    "object-src 'none'",
    "frame-ancestors 'none'",
  ].join("; ");
}

/**
 * What the gateway's script may load, and what it may frame. The real one lives on many hosts of its own,
 * and leads its frame on to the card companies' pages, whose addresses nobody lists.
 */
function gatewaySources(sdkUrl: string) {
  const { hostname, origin } = new URL(sdkUrl);
  const real = hostname === "tosspayments.com" || hostname.endsWith(".tosspayments.com");
  return real ? { own: "https://*.tosspayments.com", frames: "https:" } : { own: origin, frames: origin };
}
