import { readdirSync, readFileSync } from "node:fs";
import { join, posix } from "node:path";
import { pathToFileURL } from "node:url";

// Which folder may import which. ARCHITECTURE.md shows the same as a diagram.
const sql = ["drizzle-orm", "pg", "better-sqlite3"];
const web = ["next", "next-intl", "react", "react-dom", "app", "components"];
const verbs = ["lib/payments", "lib/orders", "lib/books"];
/** Verbs record letters, which are sent later: no request waits for one, or loads the code that writes it. */
const mail = "lib/mail";

const aboveEngine = ["checkout", "ending", "receipts", "refunds", "stripe", "toss", "view", "worker"].map(
  (room) => `lib/payments/${room}`,
);

const readByBrowsers = ["lib/contracts", "lib/money", "lib/seoul", "lib/gateways/traits"];

/** What a room never imports, or the only things it may import. The innermost room's rule applies. */
const rooms = {
  "": { never: ["lib/gateways", "emulators", ...sql] },
  app: { never: ["lib/gateways", mail, "emulators", ...sql] },
  components: { never: ["db", "lib/gateways", ...verbs, mail, "emulators", ...sql] },
  db: { never: ["lib/gateways", ...verbs, ...web, "emulators"] },
  emulators: { never: ["app", "components", "db", "lib", "i18n", "scripts", "drizzle-orm", "pg"] },
  lib: { never: ["lib/gateways", mail, "emulators", ...sql] },
  "lib/alarms": { never: ["lib/gateways", ...verbs, "next", "app", "emulators", ...sql] },
  "lib/answers": { never: ["lib/gateways", mail, ...web, "emulators", ...sql] },
  "lib/books": { never: ["lib/gateways", mail, ...web, "emulators", ...sql] },
  "lib/contact": { never: ["db", "lib/gateways", ...verbs, mail, ...web, "emulators", ...sql] },
  "lib/contracts": {
    only: ["zod", "lib/contact", "lib/money", "lib/problem", "lib/refund-arrival", "lib/contracts"],
  },
  "lib/doctor": { never: [...web, "emulators", ...sql] },
  "lib/gateways": { never: ["db", ...verbs, ...web, "emulators", ...sql] },
  // Data and pure rules, which browsers load too.
  "lib/gateways/all-traits.ts": { only: ["lib/contracts", "lib/gateways", "lib/money"] },
  "lib/gateways/stripe/traits.ts": { only: readByBrowsers },
  "lib/gateways/toss/traits.ts": { only: readByBrowsers },
  "lib/gateways/traits.ts": { only: readByBrowsers },
  "lib/seoul.ts": { only: [] },
  "lib/mail": { never: ["lib/gateways", ...verbs, "next", "app", "emulators", ...sql] },
  "lib/orders": { never: ["lib/gateways", mail, ...web, "emulators", ...sql] },
  "lib/payments": { never: [mail, ...web, "emulators", ...sql] },
  // What all payments have in common. It knows neither the gateways' own verbs nor what is built on it.
  "lib/payments/engine": { never: ["lib/orders", ...aboveEngine, mail, ...web, "emulators", ...sql] },
};

/** Tests start their own emulators; test helpers and tools reach into emulators, gateways and SQL by design. */
const allowances = [
  // Pages read them as the server does.
  { file: /^/, may: ["lib/gateways/all-traits", "lib/gateways/traits"] },
  { file: /\.test\.tsx?$/, may: ["emulators"] },
  { file: /^lib\/mail\/.*\.test\.ts$/, may: verbs },
  { file: /^lib\/payments\/stories\//, may: ["app"] },
  { file: /^lib\/payments\/engine\/.*\.test\.ts$/, may: verbs },
  { file: /^lib\/contracts\/.*\.test\.ts$/, may: ["vitest"] },
  { file: /^lib\/doctor\/.*\.test\.ts$/, may: ["app/proxy-check", "next-intl"] },
  // An app of its own, to compare with.
  { file: /^bench\/plain\//, may: sql },
  { file: /^(e2e|scripts|simulator|testing)\//, may: ["emulators", "lib/gateways", ...sql] },
];

/** The imports of one file that its room forbids. `path` is relative to the project, with forward slashes. */
export function wrongImports(path, source) {
  const room = Object.keys(rooms)
    .filter((name) => isIn(path, name))
    .sort((a, b) => b.length - a.length)[0];
  const { never = [], only } = rooms[room];
  const may = allowances.filter(({ file }) => file.test(path)).flatMap((allowance) => allowance.may);
  return importsOf(source)
    .map((specifier) => ({ specifier, target: resolve(path, specifier) }))
    .filter(({ target }) => !may.some((name) => isIn(target, name)))
    .filter(({ target }) =>
      only ? !only.some((name) => isIn(target, name)) : never.some((name) => isIn(target, name)),
    )
    .map(
      ({ specifier }) => `${path} imports "${specifier}": ${room || "the project's root"} must not import it`,
    );
}

/** Gateway-specific rooms, and code that emulates, tests or measures gateways and so must tell them apart. */
const mayNameGateways =
  /(^|\/)(toss|stripe)(\/|\.)|^(bench|e2e|emulators|scripts|simulator|testing)\/|\.test\.tsx?$/;

/** Branches on a gateway's name outside its rooms: a new gateway would get a branch meant for another one. */
export const choicesByName = (path, source) =>
  mayNameGateways.test(path)
    ? []
    : [...source.matchAll(/[!=]== ?"(toss|stripe)"|"(toss|stripe)" [!=]==/g)].map(
        ([choice]) => `${path} has \`${choice}\`: what is specific to a gateway belongs to its traits`,
      );

/**
 * Folders that import one another, directly or indirectly, including types; a folder and its contents count as one.
 * Tests may import anything. `sources` maps paths to their text.
 */
export function foldersInCircles(sources) {
  const known = new Map();
  for (const [path, source] of sources) {
    if (/\.test\.tsx?$/.test(path)) continue;
    for (const specifier of importsOf(source)) {
      const [from, to] = [posix.dirname(path), folderOf(resolve(path, specifier), sources)];
      if (!to || isIn(from, to) || isIn(to, from)) continue;
      if (!known.has(from)) known.set(from, new Map());
      if (!known.get(from).has(to)) known.get(from).set(to, path);
    }
  }
  const reachable = (start) => {
    const seen = new Set();
    const left = [start];
    for (let folder = left.pop(); folder !== undefined; folder = left.pop())
      for (const next of known.get(folder)?.keys() ?? [])
        if (!seen.has(next)) {
          seen.add(next);
          left.push(next);
        }
    return seen;
  };
  return [...known].flatMap(([from, others]) =>
    [...others]
      .filter(([to]) => reachable(to).has(from))
      .map(([to, path]) => `${path} imports from ${to}, which leads back to ${from}`),
  );
}

/** The folder of one of our modules; undefined for a package. */
function folderOf(target, sources) {
  if (["", ".ts", ".tsx", ".mjs"].some((end) => sources.has(`${target}${end}`))) return posix.dirname(target);
  return ["ts", "tsx"].some((end) => sources.has(`${target}/index.${end}`)) ? target : undefined;
}

const isIn = (path, room) => room === "" || path === room || path.startsWith(`${room}/`);

/** Every way to name another module: import, export from, import type, import(), require(). */
const importsOf = (source) =>
  [...source.matchAll(/\b(?:from|import|require)\s*\(?\s*(["'`])([^"'`\n]+)\1/g)].map(
    ([, , specifier]) => specifier,
  );

/** One of our modules as its path in the project, a package as its name. */
function resolve(path, specifier) {
  if (specifier.startsWith("@/")) return posix.normalize(specifier.slice(2));
  if (specifier.startsWith(".")) return posix.join(posix.dirname(path), specifier);
  return specifier;
}

function* pathsIn(root, folder = "") {
  for (const entry of readdirSync(join(root, folder), { withFileTypes: true })) {
    if (entry.name === "node_modules" || entry.name.startsWith(".")) continue;
    const path = posix.join(folder, entry.name);
    if (entry.isDirectory()) yield* pathsIn(root, path);
    else if (/\.tsx?$/.test(entry.name)) yield path;
  }
}

if (import.meta.url === pathToFileURL(process.argv[1]).href) {
  const root = process.argv[2] ?? ".";
  const sources = new Map([...pathsIn(root)].map((path) => [path, readFileSync(join(root, path), "utf8")]));
  const wrong = [
    ...[...sources].flatMap(([path, source]) => wrongImports(path, source)),
    ...[...sources].flatMap(([path, source]) => choicesByName(path, source)),
    ...foldersInCircles(sources),
  ];
  for (const sentence of wrong) console.error(sentence);
  process.exitCode = wrong.length > 0 ? 1 : 0;
}
