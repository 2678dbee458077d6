import { type NextRequest, NextResponse } from "next/server";
import { env } from "@/lib/env";
import { Problem } from "@/lib/problem";

/** Pages only: the API, the webhooks and files answer no browser that could be led astray, and must be quick. */
export const config = {
  matcher: [
    "/((?!_next/|payments/|webhooks/|healthz$|readyz$|openapi\\.json$|locale$|orders$|orders/find/look-up$|icon\\.svg$|products/[\\w-]+\\.svg$).*)",
  ],
};

export function proxy(request: NextRequest) {
  if (request.method !== "GET" && request.method !== "HEAD")
    return new Problem("method_not_allowed", "A page is only read.", {
      headers: { allow: "GET, HEAD" },
    }).toResponse();
  if (!isReadable(request.nextUrl.pathname))
    return NextResponse.redirect(new URL("/nothing-here", env().appUrl));
  const nonce = btoa(crypto.randomUUID());
  const policy = contentSecurityPolicy(nonce);
  // Next reads the nonce for its own scripts from the policy on the request.
  const headers = new Headers(request.headers);
  headers.set("content-security-policy", policy);

  const response = NextResponse.next({ request: { headers } });
  response.headers.set("content-security-policy", policy);
  if (isHttps()) response.headers.set("strict-transport-security", "max-age=31536000");
  return response;
}

const isHttps = () => env().appUrl.startsWith("https:");

/** False for an address such as /orders/%ff, over which Next itself would stumble. */
function isReadable(pathname: string) {
  try {
    decodeURIComponent(pathname);
    return true;
  } catch {
    return false;
  }
}

function contentSecurityPolicy(nonce: string) {
  const gateway = gatewaySources(env().toss.sdkUrl);
  // React explains errors with eval, and hot reloading needs a socket, while the shop is being developed.
  const developing = process.env.NODE_ENV === "development";
  return [
    "default-src 'self'",
    `script-src 'self' 'nonce-${nonce}' 'strict-dynamic'${developing ? " 'unsafe-eval'" : ""}`,
    "script-src-attr 'none'",
    "style-src 'self' 'unsafe-inline'",
    `img-src 'self' data: ${gateway.own}`,
    `font-src 'self' data: ${gateway.own}`,
    `connect-src 'self' ${gateway.own}${developing ? " ws:" : ""}`,
    `frame-src ${gateway.frames}`,
    `form-action 'self' ${gateway.own}`,
    "worker-src 'none'",
    "manifest-src 'self'",
    "base-uri 'none'",
    "object-src 'none'",
    "frame-ancestors 'none'",
    ...(isHttps() ? ["upgrade-insecure-requests"] : []),
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
