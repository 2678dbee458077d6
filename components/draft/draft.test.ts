import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { type Draft, endDraft, fieldNames, forgetOldDraft, keepDraft, readDraft, ticked } from "./draft";

const day = 24 * 3_600_000;
const now = Date.parse("2026-11-21T03:00:00Z");
const nothing = Object.fromEntries(fieldNames.map((name) => [name, ""])) as Draft;
const mina = { ...nothing, name: "김민아", email: "mina@example.com", line1: "세종대로 110" };

let kept: Map<string, string>;
beforeEach(() => {
  kept = new Map();
  const storage = {
    getItem: (name: string) => kept.get(name) ?? null,
    setItem: (name: string, text: string) => kept.set(name, text),
    removeItem: (name: string) => kept.delete(name),
  };
  vi.stubGlobal("localStorage", storage);
  vi.stubGlobal("sessionStorage", { ...storage, getItem: () => null });
});
afterEach(() => vi.unstubAllGlobals());

test("a draft is kept for a day after the last keystroke, and then erased from every storage", () => {
  keepDraft(mina, now);
  expect(readDraft(now + day - 1)).toEqual(mina);
  keepDraft({ ...mina, note: "문 앞" }, now + day - 1);
  expect(readDraft(now + 2 * day - 2)).toEqual({ ...mina, note: "문 앞" });
  expect(readDraft(now + 2 * day - 1)).toEqual(nothing);
  expect(kept.size).toBe(0);
});

test("any page of the shop erases an old draft, and keeps a newer one", () => {
  keepDraft(mina, now);
  forgetOldDraft(now + day - 1);
  expect(readDraft(now)).toEqual(mina);
  forgetOldDraft(now + day);
  expect(kept.size).toBe(0);
});

test("a shopper who ticks the box is remembered for a year after an order, and one who does not is forgotten", () => {
  keepDraft({ ...mina, note: "문 앞", remember: ticked }, now);
  endDraft(now);
  expect(readDraft(now + 364 * day)).toEqual({ ...mina, remember: ticked });
  expect(readDraft(now + 366 * day)).toEqual(nothing);
  keepDraft(mina, now);
  endDraft(now);
  expect(kept.size).toBe(0);
});

test("unticking the box leaves a day, not a year", () => {
  keepDraft({ ...mina, remember: ticked }, now);
  keepDraft(mina, now);
  expect(readDraft(now + day)).toEqual(nothing);
});

test.each([undefined, "tomorrow", now + 365 * day])(
  "a draft that is kept until %s has a day from when it is found",
  (until) => {
    kept.set("twotrack.sheet", JSON.stringify({ ...mina, until }));
    forgetOldDraft(now);
    expect(readDraft(now + day - 1)).toEqual(mina);
    expect(readDraft(now + day)).toEqual(nothing);
  },
);

test("a draft has only the order sheet's fields: no card, no token, no account", () => {
  keepDraft(mina, now);
  const [text = ""] = [...kept.values()];
  expect(Object.keys(JSON.parse(text)).toSorted()).toEqual([...fieldNames, "until"].toSorted());
  expect(fieldNames.join()).not.toMatch(/card|token|account|password/);
});
