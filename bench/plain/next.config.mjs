export default {
  outputFileTracingRoot: process.cwd(),
  serverExternalPackages: ["better-sqlite3"],
  // `npm run check` checks the types.
  typescript: { ignoreBuildErrors: true },
};
