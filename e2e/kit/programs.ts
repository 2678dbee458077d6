import { readFile } from "node:fs/promises";
import { pathToFileURL } from "node:url";
import { build, type Plugin } from "esbuild";

// Worlds start the same programs over and over. Each is bundled into one script at the beginning of a run, which starts
// in a third of the time its TypeScript takes.
const programs = ["emulators/main.ts", "scripts/keys.ts", "scripts/staff.ts"] as const;

/** The bundled script of a program. It is inside the project, where its packages are found. */
export const scriptOf = (program: (typeof programs)[number]) =>
  `node_modules/.cache/twotrack/${program.replace(/\W/g, "-")}.mjs`;

export const makePrograms = () =>
  Promise.all(
    programs.map((program) =>
      build({
        entryPoints: [program],
        outfile: scriptOf(program),
        bundle: true,
        packages: "external",
        platform: "node",
        format: "esm",
        logLevel: "silent",
        plugins: [ownAddress],
      }),
    ),
  );

/** A file that looks for others next to itself still finds them at its original location, not next to the bundle. */
const ownAddress: Plugin = {
  name: "own address",
  setup: ({ onLoad }) =>
    onLoad({ filter: /\.tsx?$/ }, async ({ path }) => ({
      loader: path.endsWith("x") ? "tsx" : "ts",
      contents: (await readFile(path, "utf8")).replaceAll(
        "import.meta.url",
        JSON.stringify(pathToFileURL(path).href),
      ),
    })),
};
