import { randomUUID } from "node:crypto";
import { expect, test } from "vitest";
import { listenForAlarms } from "@/testing/alarms";
import { watchCallers } from "./caller";
import { mayKeepStrange, mayKeepWhole } from "./news";

watchCallers();
const from = (caller: string) => new Headers({ "x-twotrack-caller": caller });

test("of strange webhooks from many addresses the shop keeps 300 an hour, and calls a person once", async () => {
  const alarms = listenForAlarms();
  const kept = await Promise.all(
    Array.from({ length: 310 }, (_, n) => mayKeepStrange(from(`198.51.100.${n}`))),
  );
  expect(kept.filter(Boolean)).toHaveLength(300);
  expect(alarms()).toHaveLength(1);
  expect(await mayKeepWhole(randomUUID())).toBe(true);
});

test("what names a payment of ours is kept whole 60 times an hour, whatever is sent about others", async () => {
  const [flooded, other] = [randomUUID(), randomUUID()];
  const kept = await Promise.all(Array.from({ length: 70 }, () => mayKeepWhole(flooded)));
  expect(kept.filter(Boolean)).toHaveLength(60);
  expect(await mayKeepWhole(other)).toBe(true);
});
