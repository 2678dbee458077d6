import { type NextRequest, NextResponse } from "next/server";
import { browserOf, nameBrowser } from "@/lib/http/browser";
import { rightAddress } from "@/lib/http/right-host";
import { Problem } from "@/lib/problem";
import { addressSearchSources } from "@/lib/settings/address-search";
import type { PageSources } from "@/lib/settings/credentials";
import { env } from "@/lib/settings/env";
import { gatewaysOfShop, scripts } from "@/lib/settings/gateways";

/** Pages only: the API, webhooks and files are not rendered in a browser that could be misled, and must be fast. */
export const config = {
  matcher: [
    "/((?!_next/|payments/|webhooks/|emulators/|admin/api/|healthz$|readyz$|metrics$|openapi\\.json$|settlements$|locale$|currency$|csp-reports$|proxy-check$|orders$|orders/cancel-request$|orders/find/look-up$|orders/open$|admin/(?:orders|audit)/search$|(?:icon\\.svg|favicon\\.ico|apple-touch-icon\\.png|robots\\.txt|sitemap\\.xml|manifest\\.webmanifest)$|products/[\\w-]+\\.svg$|logo$|shop-icon$|link-preview$).*)",
  ],
};

export function proxy(request: NextRequest) {
  if (request.method !== "GET" && request.method !== "HEAD")
    return new Problem("method_not_allowed", "A page is only read.", {
      headers: { allow: "GET, HEAD" },
    }).toResponse();
  const { pathname, search } = request.nextUrl;
  const right = rightAddress({ headers: request.headers, path: pathname + search });
  // Not cached: a browser that remembered the redirect would be misled when APP_URL changes.
  if (right)
    return new NextResponse(null, { status: 308, headers: { location: right, "cache-control": "no-store" } });
  const nonce = newNonce();
  const isDesk = /^\/admin(\/|$)/.test(pathname);
  const policy = isDesk ? deskPolicy(nonce) : shopPolicy(nonce);
  // Next reads the nonce for its own scripts from the policy on the request.
  const headers = new Headers(request.headers);
  headers.set("content-security-policy", policy);

  const response = NextResponse.next({ request: { headers } });
  response.headers.set("content-security-policy", policy);
  // Before the order sheet requests an order, so that the browser is known when it repeats the request.
  if (!isDesk && !browserOf(request.headers)) response.headers.append("set-cookie", nameBrowser());
  response.headers.set("reporting-endpoints", 'policy="/csp-reports"');
  return response;
}

/** 128 random bits; in a UUID six bits are fixed. */
const newNonce = () => btoa(String.fromCharCode(...crypto.getRandomValues(new Uint8Array(16))));

const isHttps = () => env().appUrl.startsWith("https:");

/** What shop pages may load and frame: their own resources, and what the gateways' scripts need. */
function shopPolicy(nonce: string) {
  const sources = [
    ...gatewaysOfShop().map((name) => scripts[name].sources(env()[name].scriptUrl)),
    addressSearchSources(env().addressSearch),
  ];
  return policyOf(nonce, {
    files: list(...sources.map(({ files }) => files)),
    calls: list(...sources.map(({ calls }) => calls)),
    frames: list(...sources.map(({ frames }) => frames)),
    forms: list(...sources.map(({ forms }) => forms)),
  });
}

/** Gateway scripts have no business at the desk. */
const deskPolicy = (nonce: string) => policyOf(nonce, { files: "", calls: "", frames: "", forms: "" });

function policyOf(nonce: string, { files, calls, frames, forms }: PageSources) {
  // In development React explains errors with eval, and hot reloading needs a socket.
  const developing = process.env.NODE_ENV === "development";
  return [
    "default-src 'self'",
    `script-src 'self' 'nonce-${nonce}' 'strict-dynamic'${developing ? " 'unsafe-eval'" : ""}`,
    "script-src-attr 'none'",
    "style-src 'self' 'unsafe-inline'",
    `img-src ${list("'self'", "data:", files)}`,
    `font-src ${list("'self'", "data:", files)}`,
    `connect-src ${list("'self'", calls, developing && "ws:")}`,
    `frame-src ${frames || "'none'"}`,
    `form-action ${list("'self'", forms)}`,
    "worker-src 'none'",
    "manifest-src 'self'",
    "base-uri 'none'",
    "object-src 'none'",
    "frame-ancestors 'none'",
    ...(isHttps() ? ["upgrade-insecure-requests"] : []),
    // Firefox and Safari support only the older directive; browsers that support both use the newer one.
    "report-uri /csp-reports",
    "report-to policy",
  ].join("; ");
}

const list = (...sources: (string | false)[]) => sources.filter(Boolean).join(" ");
