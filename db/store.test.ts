import { sql } from "drizzle-orm";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import "@/testing/books";
import { latch } from "@/testing/latch";
import { settings } from "./schema";
import { db, type Tx, transaction, tryTransaction } from "./store";
import { unitTimeoutMs } from "./unit";

const write = (tx: Tx, name: string, value = "x") => tx.insert(settings).values({ name, value });
const names = async () => (await db.select().from(settings)).map(({ name }) => name).toSorted();

beforeEach(async () => {
  await transaction((tx) => tx.delete(settings));
});

describe("a transaction writes everything or nothing", () => {
  test("its writes are there when it is done", async () => {
    expect(
      await transaction(async (tx) => {
        await write(tx, "a");
        await write(tx, "b");
        return "made";
      }),
    ).toBe("made");
    expect(await names()).toEqual(["a", "b"]);
  });

  test("its writes are gone when it throws, and its error is rethrown", async () => {
    const failing = transaction(async (tx) => {
      await write(tx, "a");
      throw new Error("no more paper");
    });
    await expect(failing).rejects.toThrow("no more paper");
    expect(await names()).toEqual([]);
  });

  test("a failed statement rolls the others back", async () => {
    await transaction((tx) => write(tx, "taken"));
    const failing = transaction(async (tx) => {
      await write(tx, "a");
      await write(tx, "taken");
    });
    await expect(failing).rejects.toThrow();
    expect(await names()).toEqual(["taken"]);
  });

  test("it sees its own writes, and nobody else does before it is done", async () => {
    const [wrote, goOn] = [latch(), latch()];
    const unit = transaction(async (tx) => {
      await write(tx, "a");
      expect(await tx.select().from(settings)).toHaveLength(1);
      wrote.open();
      await goOn.opened;
    });
    await wrote.opened;
    expect(await names()).toEqual([]);
    goOn.open();
    await unit;
    expect(await names()).toEqual(["a"]);
  });

  test("a failed one does not block the next", async () => {
    const units = Array.from({ length: 20 }, (_, n) =>
      transaction(async (tx) => {
        await write(tx, `n${n}`);
        if (n % 2) throw new Error("odd");
      }),
    );
    const ended = await Promise.allSettled(units);
    expect(ended.filter(({ status }) => status === "rejected")).toHaveLength(10);
    expect(await names()).toHaveLength(10);
  });

  test("fifty at once lose none of each other's writes", async () => {
    await transaction((tx) => write(tx, "count", "0"));
    const add = sql`cast(cast(${settings.value} as integer) + 1 as text)`;
    await Promise.all(
      Array.from({ length: 50 }, () => transaction((tx) => tx.update(settings).set({ value: add }))),
    );
    expect(await db.select().from(settings)).toEqual([{ name: "count", value: "50" }]);
  });
});

describe("work that has lost a race rolls itself back", () => {
  test("undo: nothing is written, and the answer is undefined", async () => {
    const answer = await tryTransaction(async (tx, undo) => {
      await write(tx, "a");
      return undo();
    });
    expect(answer).toBeUndefined();
    expect(await names()).toEqual([]);
  });

  test("any other error is rethrown", async () => {
    const failing = tryTransaction(async () => {
      throw new Error("a bug");
    });
    await expect(failing).rejects.toThrow("a bug");
  });
});

describe("rule 5: nothing inside a transaction bypasses it", () => {
  const around = "A unit of work is open";

  test("a query built inside", async () => {
    await expect(transaction(async () => db.select().from(settings))).rejects.toThrow(around);
    await expect(transaction(async () => db.selectDistinct().from(settings))).rejects.toThrow(around);
  });

  test("a query built outside and run inside", async () => {
    const built = db.select().from(settings).where(sql`true`);
    await expect(transaction(async () => void (await built))).rejects.toThrow(around);
  });

  test("a query in work that the transaction started", async () => {
    const readLater = async () => {
      await Promise.resolve();
      return db.select().from(settings);
    };
    await expect(transaction(async () => void (await Promise.all([readLater()])))).rejects.toThrow(around);
  });

  test("another transaction", async () => {
    await expect(transaction(async () => transaction(async () => 1))).rejects.toThrow(around);
  });

  test("others can read meanwhile, and so can work that it started, once it is over", async () => {
    const [begun, goOn, over] = [latch(), latch(), latch()];
    let after: Promise<unknown> = Promise.resolve();
    const unit = transaction(async (tx) => {
      await write(tx, "a");
      after = over.opened.then(() => db.select().from(settings));
      begun.open();
      await goOn.opened;
    });
    await begun.opened;
    expect(await names()).toEqual([]);
    goOn.open();
    await unit;
    over.open();
    expect(await after).toHaveLength(1);
  });

  test("a write around it does not compile", () => {
    expect(Object.keys(db).toSorted()).toEqual(["select", "selectDistinct"]);
  });
});

describe("a transaction that has ended cannot be used", () => {
  const ended = "This unit of work has ended";

  test("to build a query", async () => {
    const tx = await transaction(async (it) => ({ it }));
    expect(() => tx.it.select()).toThrow(ended);
    expect(() => tx.it.delete(settings)).toThrow(ended);
  });

  test("to run one that was built inside and never awaited", async () => {
    const left = await transaction(async (tx) => ({ query: write(tx, "too late") }));
    await expect(left.query).rejects.toThrow(ended);
    expect(await names()).toEqual([]);
  });

  test("even when it failed", async () => {
    let kept: Tx | undefined;
    await transaction(async (tx) => {
      kept = tx;
      throw new Error("no");
    }).catch(() => {});
    expect(() => kept?.select()).toThrow(ended);
  });
});

describe("a transaction keeps locks that others wait for", () => {
  beforeEach(() => {
    vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  test("so one that lasts too long is rolled back", async () => {
    const wrote = latch();
    const hanging = transaction(async (tx) => {
      await write(tx, "a");
      wrote.open();
      await new Promise(() => {});
    });
    const told = expect(hanging).rejects.toThrow("A unit of work lasted too long");
    await wrote.opened;
    vi.advanceTimersByTime(unitTimeoutMs());
    await told;
    vi.useRealTimers();
    expect(await names()).toEqual([]);
    await transaction((tx) => write(tx, "b"));
    expect(await names()).toEqual(["b"]);
  });
});
