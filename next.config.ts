import type { NextConfig } from "next";
import createNextIntlPlugin from "next-intl/plugin";

const always = [
  { key: "X-Content-Type-Options", value: "nosniff" },
  { key: "Referrer-Policy", value: "strict-origin-when-cross-origin" },
  // Card companies open windows that must still be able to answer the page that opened them.
  { key: "Cross-Origin-Opener-Policy", value: "same-origin-allow-popups" },
  // Payment requests and passkeys are not listed because the gateway's frame may ask for them.
  {
    key: "Permissions-Policy",
    value: [
      "camera",
      "microphone",
      "geolocation",
      "display-capture",
      "usb",
      "serial",
      "hid",
      "bluetooth",
      "midi",
    ]
      .map((feature) => `${feature}=()`)
      .join(", "),
  },
];

/**
 * Left out of every build although some path in the code may seem to refer to it: above all data, and 20 MB of
 * image-resizing code.
 */
const notTraced = ["./data/**/*", "./.builds/**/*", "./node_modules/sharp/**/*", "./node_modules/@img/**/*"];

const config: NextConfig = {
  poweredByHeader: false,
  // A folder with only what the server needs; scripts/kit/build.mjs turns it into a build.
  output: "standalone",
  outputFileTracingRoot: process.cwd(),
  outputFileTracingExcludes: { "/*": notTraced, "next-server": notTraced },
  // All pictures are drawings: nothing resizes them, and nobody can request it.
  images: { unoptimized: true },
  // `npm run check` checks the types, including tests and tools; a build need not repeat that.
  typescript: { ignoreBuildErrors: true },
  // Monitoring packages are not bundled, and load only if monitoring is on.
  serverExternalPackages: [
    "prom-client",
    "@opentelemetry/exporter-trace-otlp-http",
    "@opentelemetry/resources",
    "@opentelemetry/sdk-trace-node",
  ],
  experimental: {
    // A desk page that a role may not open answers 403 with its own page.
    authInterrupts: true,
    // Routes are loaded when first requested: all of them would take 60 MB from a server at rest.
    preloadEntriesOnStart: false,
  },
  // Titles are in the head for every reader: streamed metadata needs JavaScript to get there.
  htmlLimitedBots: /.*/,
  // Headers that are the same for every response and every shop; those that depend on the environment are in proxy.ts.
  headers: async () => [{ source: "/:path*", headers: always }],
};

const withWords = createNextIntlPlugin({
  requestConfig: "./i18n/request.ts",
  experimental: {
    // Compiled at build time, so that no message parser is sent to the browser.
    messages: { path: "./messages", format: "json", locales: "infer", precompile: true },
  },
});

export default withWords(config);
