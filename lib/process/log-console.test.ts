import { pino } from "pino";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { log } from "../log";
import { logBrokenPage, logConsole } from "./log-console";

const lines: string[] = [];
const spoken = { error: console.error, warn: console.warn };

beforeEach(() => {
  lines.length = 0;
  log.level = "trace";
  vi.spyOn(Reflect.get(log, pino.symbols.streamSym), "write").mockImplementation((line) =>
    lines.push(String(line)),
  );
  logConsole(spoken);
});
afterEach(() => {
  log.level = "silent";
  vi.restoreAllMocks();
});

/** A failed query as drizzle throws it, caused by PostgreSQL's error. */
const failed = () =>
  new Error('Failed query: select from "orders" where "email" = $1\nparams: mina@example.com,김미나', {
    cause: Object.assign(new Error('invalid input syntax for type integer: "mina@example.com"'), {
      code: "22P02",
      detail: "Key (email)=(mina@example.com) already exists.",
    }),
  });

test("console output is a line of the log, without what people typed", () => {
  spoken.error("\x1b[31m⨯\x1b[39m", failed());
  spoken.error("⨯ Failed query: select 1\nparams: mina@example.com");
  spoken.warn("an old setting", { mail: "mina@example.com" });
  spoken.error(Object.assign(new Error("Key is there"), { detail: "Key (email)=(mina@example.com)" }));
  expect(lines.map((line) => JSON.parse(line))).toMatchObject([
    { level: 50, msg: "⨯", err: { message: expect.stringContaining("Failed query") } },
    { level: 50, msg: "⨯ Failed query: select 1" },
    { level: 40, msg: "an old setting" },
    { level: 50, err: { message: "Key is there" } },
  ]);
  expect(lines.join("")).not.toMatch(/mina@example|김미나/);
});

test("a page that broke off is logged once, by the pattern of its address", () => {
  const error = failed();
  logBrokenPage(error, "/admin/orders", false);
  spoken.error(error);
  logBrokenPage(failed(), "/", true);
  const digested = Object.assign(failed(), { digest: "858702193" });
  spoken.error("⨯", digested);
  logBrokenPage(digested, "/", false);
  expect(lines.map((line) => JSON.parse(line))).toMatchObject([
    { level: 50, path: "/admin/orders", msg: "a page broke off" },
    { level: 40, path: "/", msg: "a page found the database too busy" },
    { level: 50, msg: "⨯", err: { digest: "858702193" } },
    { level: 50, path: "/", digest: "858702193", msg: "a page broke off" },
  ]);
  expect(lines.join("")).not.toMatch(/mina@example|김미나/);
});
