import type { NextConfig } from "next";
import createNextIntlPlugin from "next-intl/plugin";

const always = [
  { key: "X-Content-Type-Options", value: "nosniff" },
  { key: "Referrer-Policy", value: "strict-origin-when-cross-origin" },
  // Card companies open their own windows, which must still be able to answer the page that opened them.
  { key: "Cross-Origin-Opener-Policy", value: "same-origin-allow-popups" },
  // Payment requests and passkeys are not named: the gateway's frame may ask for them.
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

/** What no build has in it: what some path in the code may seem to name, data least of all, and 20 MB that make pictures small. */
const notTraced = ["./data/**/*", "./.builds/**/*", "./node_modules/sharp/**/*", "./node_modules/@img/**/*"];

const config: NextConfig = {
  poweredByHeader: false,
  // A folder with all that the server needs and nothing else; scripts/kit/build.mjs makes a build of it.
  output: "standalone",
  outputFileTracingRoot: process.cwd(),
  outputFileTracingExcludes: { "/*": notTraced, "next-server": notTraced },
  // All pictures are drawings: nothing makes them smaller, and nobody can ask for it.
  images: { unoptimized: true },
  // `npm run check` checks the types, of tests and tools too; a build need not do it again.
  typescript: { ignoreBuildErrors: true },
  // What watches the shop is loaded as it is, and only where it is asked for.
  serverExternalPackages: [
    "prom-client",
    "@opentelemetry/exporter-trace-otlp-http",
    "@opentelemetry/resources",
    "@opentelemetry/sdk-trace-node",
  ],
  // A page of the desk that a role does not reach answers 403, and says so.
  experimental: { authInterrupts: true },
  // Titles come with the head, for every reader: streamed metadata needs JavaScript to reach its place.
  htmlLimitedBots: /.*/,
  // What is the same for every answer and every shop; what depends on the environment is in proxy.ts.
  headers: async () => [{ source: "/:path*", headers: always }],
};

const withWords = createNextIntlPlugin({
  requestConfig: "./i18n/request.ts",
  experimental: {
    // Compiled while building, so that no message parser is sent to the shopper's browser.
    messages: { path: "./messages", format: "json", locales: "infer", precompile: true },
  },
});

export default withWords(config);
