import { build } from "esbuild";

export type BundleOptions = {
  /** Constants that esbuild replaces in the script. */
  define?: Record<string, string>;
  format: "iife" | "esm";
};

const bundles = new Map<string, Promise<string>>();

/** Bundles a TypeScript entry into one browser script; cached per process. */
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
