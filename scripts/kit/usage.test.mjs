import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { expect, test } from "vitest";

const { scripts } = JSON.parse(readFileSync("package.json", "utf8"));
const commands = Object.entries(scripts).filter(([, line]) => /^(node|tsx) /.test(line));

test.each(commands)("npm run %s looks for --help before anything else", (_, line) => {
  const file = line.split(" ")[1];
  const [first] = readFileSync(file, "utf8").match(/^import .*$/m) ?? [];
  expect(first).toMatch(/kit\/usage\.mjs";$/);
  const name = file
    .split("/")
    .at(-1)
    .replace(/\.\w+$/, "");
  expect(readFileSync("scripts/kit/usage.mjs", "utf8")).toMatch(new RegExp(`^  "?${name}"?: \`\\S`, "m"));
});

test.each(["staff", "keys", "mail", "reconcile"])(
  "%s --help says how it is used, and does nothing",
  (name) => {
    // A database that nobody can reach: whoever only asks for help needs none.
    const env = { ...process.env, DATABASE_URL: "postgres://nobody:secret@127.0.0.1:1/none" };
    const said = execFileSync(process.execPath, ["--import", "tsx", `scripts/${name}.ts`, "--help"], { env });
    expect(said.toString()).toMatch(new RegExp(`^npm run ${name} `));
  },
);
