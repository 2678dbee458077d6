import { describe, expect, test } from "vitest";
import { watchCallers } from "../http/caller";
import { holdQuestion } from "./long-polls";

watchCallers();
const from = (caller: string, more: Record<string, string> = {}) =>
  new Headers({ "x-twotrack-caller": caller, ...more });

/** Requests that are held until all are released. */
function questions() {
  let letGo = () => {};
  const until = new Promise<void>((done) => {
    letGo = done;
  });
  const asked: Promise<string>[] = [];
  return {
    ask(headers: Headers) {
      asked.push(
        holdQuestion(headers, () => until).then(
          () => "answered",
          (error) => error.code,
        ),
      );
    },
    /** How many of them got which answer. */
    async answers() {
      letGo();
      const all = await Promise.all(asked);
      return Object.fromEntries(
        [...new Set(all)].sort().map((code) => [code, all.filter((it) => it === code).length]),
      );
    },
  };
}

describe("waiting status requests", () => {
  test("are ten per address: the eleventh is refused at once, and a free place is given again", async () => {
    for (let round = 0; round < 2; round += 1) {
      const asked = questions();
      for (let n = 0; n < 1_000; n += 1) asked.ask(from("203.0.113.1"));
      expect(await asked.answers()).toEqual({ answered: 10, too_many_requests: 990 });
    }
  });

  test("say when to ask again", async () => {
    const asked = questions();
    for (let n = 0; n < 10; n += 1) asked.ask(from("203.0.113.2"));
    await expect(holdQuestion(from("203.0.113.2"), async () => {})).rejects.toMatchObject({
      status: 429,
      details: { headers: { "retry-after": "5" } },
    });
    await asked.answers();
  });

  test("are forty per /48", async () => {
    const asked = questions();
    for (let n = 0; n < 100; n += 1) asked.ask(from(`2001:db8:9:${(n * 256).toString(16)}::/64`));
    expect(await asked.answers()).toEqual({ answered: 40, too_many_requests: 60 });
  });

  test("are five hundred in the whole shop, including those of another server's key", async () => {
    const asked = questions();
    for (let n = 0; n < 300; n += 1) asked.ask(from("203.0.113.3", { authorization: "Bearer key" }));
    for (let n = 0; n < 300; n += 1) asked.ask(from(`198.51.100.${n % 100}`));
    expect(await asked.answers()).toEqual({ answered: 500, overloaded: 100 });
  });

  test("that break off free their place", async () => {
    const broken = () => Promise.reject(new Error("broken"));
    for (let n = 0; n < 30; n += 1)
      await expect(holdQuestion(from("203.0.113.4"), broken)).rejects.toThrow("broken");
  });
});
