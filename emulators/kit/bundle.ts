import { build } from "esbuild";

export interface BundleOptions {
  /** Names that the server writes into the script. */
  define?: Record<string, string>;
  format: "iife" | "esm";
}

const bundles = new Map<string, Promise<string>>();

/** Turns a TypeScript entry into one script for browsers, once per process. */
export function bundle(entry: string, options: BundleOptions): Promise<string> {
  const known = bundles.get(entry);
  if (known) return known;
  const bundled = build({
    entryPoints: [entry],
    bundle: true,
    write: false,
    target: "es2022",
    format: options.format,
    define: options.define ?? {},
    logLevel: "silent",
  }).then(({ outputFiles }) => outputFiles.map(({ text }) => text).join("\n"));
  bundles.set(entry, bundled);
  return bundled;
}
