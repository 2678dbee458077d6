import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";

type Kept = typeof import("./browser-storage");
let browser: Kept;

/** A browser storage that may refuse to be read, refuse to be written, or not keep what it is given. */
function aStorage(refuses: { reading?: boolean; writing?: boolean; keeping?: boolean } = {}) {
  const kept = new Map<string, string>();
  const unless = (refused: boolean | undefined) => {
    if (refused) throw new DOMException("refused", "QuotaExceededError");
  };
  return {
    refuses,
    getItem: (name: string) => {
      unless(refuses.reading);
      return kept.get(name) ?? null;
    },
    setItem: (name: string, text: string) => {
      unless(refuses.writing);
      if (!refuses.keeping) kept.set(name, text);
    },
    removeItem: (name: string) => {
      unless(refuses.reading);
      kept.delete(name);
    },
  };
}

beforeEach(async () => {
  vi.resetModules();
  browser = await import("./browser-storage");
});
afterEach(() => vi.unstubAllGlobals());

const has = (local: unknown, session: unknown = aStorage()) => {
  vi.stubGlobal("localStorage", local);
  vi.stubGlobal("sessionStorage", session);
};

describe("the last written value is read in a browser whose storage", () => {
  test.each([
    ["works", aStorage(), aStorage()],
    ["is not there", undefined, undefined],
    ["is null, as in some apps", null, null],
    [
      "refuses everything",
      aStorage({ reading: true, writing: true }),
      aStorage({ reading: true, writing: true }),
    ],
    ["is full", aStorage({ writing: true }), aStorage({ writing: true })],
    ["is full, but for this tab", aStorage({ writing: true }), aStorage()],
    ["forgets silently", aStorage({ keeping: true }), aStorage({ keeping: true })],
  ])("%s", (_what, local, session) => {
    has(local, session);
    expect(browser.readStored("cart")).toBeNull();
    browser.store("cart", "one");
    expect(browser.readStored("cart")).toBe("one");
    browser.store("cart", "two");
    expect(browser.readStored("cart")).toBe("two");
    browser.store("cart", null);
    expect(browser.readStored("cart")).toBeNull();
  });
});

test("a storage that became full never brings back the earlier cart, not after a reload either", async () => {
  const [local, session] = [aStorage(), aStorage()];
  has(local, session);
  browser.store("cart", "before");
  local.refuses.writing = true;
  browser.store("cart", "now");
  expect(browser.readStored("cart")).toBe("now");
  vi.resetModules();
  browser = await import("./browser-storage");
  expect(browser.readStored("cart")).toBe("now");
  local.refuses.writing = false;
  browser.store("cart", "later");
  expect(session.getItem("cart")).toBeNull();
  expect(browser.readStored("cart")).toBe("later");
});

test("values written in another tab count, and cleared ones are gone", () => {
  const local = aStorage();
  has(local);
  browser.store("cart", "mine");
  local.setItem("cart", "the other tab's");
  expect(browser.readStored("cart")).toBe("the other tab's");
  local.removeItem("cart");
  expect(browser.readStored("cart")).toBeNull();
});

test.each([["{"], ["null"], ["7"], ['"text"'], ["[1]"], [""]])("%j is no stored value", (text) => {
  has(aStorage());
  browser.store("cart", text);
  expect(browser.readJson("cart")).toBeUndefined();
});
