import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { posix } from "node:path";

/** The kinds of test files, by whether they use the database and whether they leave traces in their process. */
type Kinds = {
  /** Use no database and leave no traces: they share a process, so that their imports are loaded once. */
  plain: string[];
  /** Use no database either, but leave traces. */
  withoutDatabase: string[];
  /**
   * Replace modules or timers, intercept every server of their process, or start browsers and other programs: whatever
   * they use, they get a process of their own.
   */
  alone: string[];
  /** Carry the tag that `npm test -- quick` leaves out, so they need not even be loaded there. */
  slow: string[];
};

/** Sorts the test files by what they import, directly or indirectly, so that a file changes its kind automatically. */
export function kindsOfTests(): Kinds {
  const files = testsIn(".").map((file) => ({ file, reached: reachedFrom(file) }));
  const apart = files.filter(({ reached }) => ![...reached].some((path) => path.startsWith("db/")));
  const isPlain = ({ file, reached }: (typeof files)[number]) =>
    !takesAll.test(textOf(file)) &&
    !leavesTraces.test(textOf(file)) &&
    ![...reached].some((path) => traces.test(path));
  return {
    plain: apart.filter(isPlain).map(({ file }) => file),
    withoutDatabase: apart.filter((one) => !isPlain(one)).map(({ file }) => file),
    alone: files
      .filter(
        ({ file, reached }) =>
          takesAll.test(textOf(file)) || [...reached].some((path) => programs.test(path)),
      )
      .map(({ file }) => file),
    slow: files.map(({ file }) => file).filter((file) => /^\/\/ @module-tag slow$/m.test(textOf(file))),
  };
}

/** Helpers that change clocks or settings, browsers, and other programs. */
const traces = /^(testing\/(?!load)|playwright|node:child_process)/;
const leavesTraces = /\bvi\.|\buseClock\b|\bprocess\.(env|chdir)|\bglobalThis\b/;

/** What stays in a process after a file ends, even with its modules reloaded and its settings restored. */
const programs = /^(playwright|node:child_process)/;
const takesAll =
  /\bvi\.(mock|hoisted|useFakeTimers|stub\w+|resetModules)\b|\bprocess\.chdir|\bglobalThis\b|\bwatch(Requests|SignIns)\(/;

function* filesIn(folder: string): Generator<string> {
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    if (entry.name === "node_modules" || entry.name.startsWith(".")) continue;
    const path = posix.join(folder, entry.name);
    if (entry.isDirectory()) yield* filesIn(path);
    else yield path;
  }
}

const testsIn = (folder: string) => [...filesIn(folder)].filter((path) => /\.test\.(tsx?|mjs)$/.test(path));

/**
 * A file, every file of ours it imports directly or indirectly, and the packages they use. Type imports do not count.
 */
function reachedFrom(file: string): Set<string> {
  const reached = new Set<string>();
  const left = [file];
  for (let path = left.pop(); path !== undefined; path = left.pop()) {
    if (reached.has(path)) continue;
    reached.add(path);
    if (/\.(tsx?|mjs)$/.test(path) && existsSync(path)) left.push(...importsOf(path));
  }
  return reached;
}

const known = new Map<string, string[]>();

function importsOf(path: string): string[] {
  const before = known.get(path);
  if (before) return before;
  const found = [...textOf(path).matchAll(statement)].flatMap(([, isType, stated, loaded]) =>
    isType ? [] : [resolved(path, stated ?? loaded ?? "")],
  );
  known.set(path, found);
  return found;
}

const statement =
  /^(?:import|export)\s+(type\s)?(?:[^"'`;]*?\bfrom\s*)?["']([^"'\n]+)["']|\bimport\(\s*["']([^"'\n]+)["']/gm;

const endings = ["", ".ts", ".tsx", ".mjs", "/index.ts", "/index.tsx"];

/** One of our modules as its file, a package as its name. */
function resolved(from: string, name: string): string {
  if (!/^(@\/|\.)/.test(name)) return name;
  const path = name.startsWith("@/") ? name.slice(2) : posix.join(posix.dirname(from), name);
  const ending = endings.find((one) => existsSync(path + one) && statSync(path + one).isFile());
  return path + (ending ?? "");
}

const textOf = (path: string) => readFileSync(path, "utf8");
