import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { untilAnswered } from "./until-answered";

beforeEach(() => void vi.useFakeTimers({ toFake: ["setTimeout", "performance"] }));
afterEach(() => void vi.useRealTimers());

/** A shop that gives these answers in order, and then repeats the last one. */
function shopThatSays(...answers: (string | null)[]) {
  const silent = vi.fn();
  const ask = vi.fn(async () => ({
    ok: true as const,
    value: { url: (answers.length > 1 ? answers.shift() : answers[0]) ?? null },
  }));
  return { ask, silent, result: untilAnswered(ask, ({ url }) => url, silent) };
}

test("a shopper is sent on at once when Stripe has answered", async () => {
  const { result, silent } = shopThatSays("https://pay.example/1");
  expect(await result).toEqual({ ok: true, value: "https://pay.example/1" });
  expect(silent).not.toHaveBeenCalled();
});

test("a shopper waits, and is told so, while Stripe does not answer", async () => {
  const { result, silent, ask } = shopThatSays(null, null, "https://pay.example/1");
  await vi.runAllTimersAsync();
  expect(await result).toEqual({ ok: true, value: "https://pay.example/1" });
  expect(silent).toHaveBeenCalledTimes(2);
  expect(ask).toHaveBeenCalledTimes(3);
});

test("nobody waits forever", async () => {
  const { result } = shopThatSays(null);
  await vi.runAllTimersAsync();
  expect(await result).toEqual({ ok: false, trouble: { code: "silent" } });
});

test("a refusal by the shop ends the wait", async () => {
  const trouble = { code: "order_already_paid" } as const;
  const result = untilAnswered(
    async () => ({ ok: false as const, trouble }),
    () => "never",
    vi.fn(),
  );
  expect(await result).toEqual({ ok: false, trouble });
});

test("while the shop slows card payments down the page waits for its turn, and says so", async () => {
  const waits = vi.fn();
  let asked = 0;
  const ask = async () => {
    asked += 1;
    return asked < 3
      ? ({ ok: false, trouble: { code: "slow_down" } } as const)
      : ({ ok: true, value: { url: "https://pay.example/1" } } as const);
  };
  const result = untilAnswered(ask, ({ url }: { url: string }) => url, waits);
  await vi.advanceTimersByTimeAsync(10_000);
  expect(await result).toEqual({ ok: true, value: "https://pay.example/1" });
  expect(waits.mock.calls).toEqual([["slowed"], ["slowed"]]);
});

test("a shopper without a turn after a minute is told to press again", async () => {
  const ask = async () => ({ ok: false, trouble: { code: "slow_down" } }) as const;
  const result = untilAnswered(
    ask,
    () => null,
    () => {},
  );
  await vi.advanceTimersByTimeAsync(70_000);
  expect(await result).toEqual({ ok: false, trouble: { code: "slow_down" } });
});
