import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { watchOrder } from "./watch-order";

/** The page's requests, and the next answer. */
let asked: URLSearchParams[];
let answer: (query: URLSearchParams) => [status: number, body: object];

beforeEach(() => {
  vi.useFakeTimers();
  asked = [];
  vi.stubGlobal("document", {
    visibilityState: "visible",
    addEventListener: () => {},
    removeEventListener: () => {},
  });
  vi.stubGlobal("fetch", async (address: string) => {
    const query = new URLSearchParams(address.split("?")[1]);
    asked.push(query);
    const [status, body] = answer(query);
    return Response.json(body, { status });
  });
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

test("where too many requests already wait, a page asks every few seconds, and still learns of changes", async () => {
  let version = 1;
  answer = (query) =>
    query.has("wait") ? [429, { code: "too_many_requests" }] : [200, { order: { version } }];
  const told: number[] = [];
  const lost = vi.fn();
  const stop = watchOrder(
    "ORD-1",
    ({ order }) => {
      told.push(order.version);
      return "go on";
    },
    lost,
  );
  await vi.advanceTimersByTimeAsync(30_000);
  version = 2;
  await vi.advanceTimersByTimeAsync(30_000);
  stop();
  expect(told).toEqual([1, 2]);
  // The shop is reachable, so no lost connection is reported.
  expect(lost).not.toHaveBeenCalled();
  expect(asked.length).toBeLessThan(16);
});

test("after a minute of that it asks for a waiting request again", async () => {
  answer = (query) => (query.has("wait") ? [503, { code: "overloaded" }] : [200, { order: { version: 1 } }]);
  const stop = watchOrder("ORD-1", () => "go on");
  await vi.advanceTimersByTimeAsync(80_000);
  stop();
  expect(asked.filter((query) => query.has("wait"))).toHaveLength(2);
});
