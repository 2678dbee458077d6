import { describe, expect, test } from "vitest";
import { queueOf } from "./queue";

/** Work that ends on command, and counts how much of it runs in parallel. */
function someWork() {
  const running = new Set<() => void>();
  let most = 0;
  return {
    most: () => most,
    work: () =>
      new Promise<void>((done) => {
        running.add(done);
        most = Math.max(most, running.size);
      }),
    /** Ends what is running, and what starts then, until nothing is left. */
    async endAll() {
      while (running.size > 0) {
        for (const done of [...running]) {
          running.delete(done);
          done();
        }
        // A turn is handed over after other pending events.
        await new Promise(setImmediate);
        await new Promise(setImmediate);
      }
    },
  };
}

describe("a queue for expensive work", () => {
  test("a hundred at once get two turns at a time, a short line waits, and the others are told at once", async () => {
    const inTurn = queueOf({ atOnce: 2, waiting: 5 });
    const some = someWork();
    const asked = Array.from({ length: 100 }, () => inTurn(some.work).catch((error) => error));
    const refused = await Promise.all(asked.slice(7));
    for (const refusal of refused)
      expect(refusal).toMatchObject({
        code: "overloaded",
        status: 503,
        details: { headers: { "retry-after": "2" } },
      });
    await some.endAll();
    expect(await Promise.all(asked.slice(0, 7))).toEqual(Array(7).fill(undefined));
    expect(some.most()).toBe(2);
  });

  test("a failed task leaves its turn to the next one", async () => {
    const inTurn = queueOf({ atOnce: 1, waiting: 2 });
    const broken = inTurn(() => Promise.reject(new Error("broken")));
    const next = inTurn(async () => "done");
    await expect(broken).rejects.toThrow("broken");
    expect(await next).toBe("done");
    expect(await inTurn(async () => "done")).toBe("done");
  });

  test("a caller who comes while a turn is handed on does not pass those who wait", async () => {
    const inTurn = queueOf({ atOnce: 1, waiting: 2 });
    const order: string[] = [];
    const first = inTurn(async () => order.push("first")).then(() => inTurn(async () => order.push("again")));
    await Promise.all([first, inTurn(async () => order.push("second"))]);
    expect(order).toEqual(["first", "second", "again"]);
  });
});
