import type { NextConfig } from "next";
import createNextIntlPlugin from "next-intl/plugin";

const config: NextConfig = {
  poweredByHeader: false,
  // `npm run check` checks the types, of tests and tools too; a build need not do it again.
  typescript: { ignoreBuildErrors: true },
  // Titles come with the head, for every reader: streamed metadata needs JavaScript to reach its place.
  htmlLimitedBots: /.*/,
};

const withWords = createNextIntlPlugin({
  requestConfig: "./i18n/request.ts",
  experimental: {
    // Compiled while building, so that no message parser is sent to the shopper's browser.
    messages: { path: "./messages", format: "json", locales: "infer", precompile: true },
  },
});

export default withWords(config);
