import { spawn } from "node:child_process";
import { once } from "node:events";
import { PassThrough } from "node:stream";
import { expect, test } from "vitest";
import { firstManager, linesOfManager } from "./first-manager.mjs";

const made = { email: "owner@shop.example", oneTimePassword: "abcde-fghij-klmno-pqrst" };
const terminal = { isTTY: true };

/** What `npm start` prints to this output, and which steps it ran. */
async function saidOn(out, answer) {
  const steps = [];
  const prepare = async (step) => {
    steps.push(step);
    return answer;
  };
  const manager = await firstManager(prepare, out);
  return { said: linesOfManager(manager, out).join("\n"), steps };
}

test("on a terminal the first manager reads their password, for one sign-in", async () => {
  const { said, steps } = await saidOn(terminal, made);
  expect(said).toContain(`sign in as ${made.email} with the password ${made.oneTimePassword}`);
  expect(steps).toEqual(["manager"]);
});

test("on a terminal nothing is printed once somebody has signed in", async () => {
  expect((await saidOn(terminal, null)).said).toBe("");
});

test.each([
  ["a file", { isTTY: false }],
  ["a pipe", new PassThrough()],
])("no password is made or written into %s, which says how to get one", async (_, out) => {
  const { said, steps } = await saidOn(out, made);
  expect(said).toBe("while nobody works there, npm run staff -- first makes the first manager");
  expect(steps).toEqual([]);
});

test("a process writes no password into a pipe", async () => {
  const script = `
    import { firstManager, linesOfManager } from "./scripts/kit/first-manager.mjs";
    const prepare = async () => (${JSON.stringify(made)});
    console.log(linesOfManager(await firstManager(prepare)).join("\\n"));`;
  const child = spawn(process.execPath, ["--input-type=module", "-e", script]);
  let said = "";
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding("utf8").on("data", (text) => {
      said += text;
    });
  const [code] = await once(child, "close");
  expect({ code, said }).toEqual({
    code: 0,
    said: "while nobody works there, npm run staff -- first makes the first manager\n",
  });
});
