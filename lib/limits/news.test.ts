import { randomUUID } from "node:crypto";
import { expect, test } from "vitest";
import { listenForAlarms } from "@/testing/alarms";
import { watchCallers } from "../http/caller";
import { mayKeepStrange, mayKeepWhole } from "./news";

watchCallers();
const from = (caller: string) => new Headers({ "x-twotrack-caller": caller });

test("the shop stores 300 unknown webhooks an hour from all addresses, and alarms a person once", async () => {
  const alarms = listenForAlarms();
  const kept = await Promise.all(
    Array.from({ length: 310 }, (_, n) => mayKeepStrange(from(`198.51.100.${n}`))),
  );
  expect(kept.filter(Boolean)).toHaveLength(300);
  expect(alarms()).toHaveLength(1);
  expect(await mayKeepWhole(randomUUID(), 1, from("192.0.2.1"))).toBe(true);
});

test("webhooks that name a payment of ours are stored whole 60 times an hour, whatever is sent about others", async () => {
  const [flooded, other] = [randomUUID(), randomUUID()];
  const kept = await Promise.all(
    Array.from({ length: 70 }, () => mayKeepWhole(flooded, 1, from("192.0.2.2"))),
  );
  expect(kept.filter(Boolean)).toHaveLength(60);
  expect(await mayKeepWhole(other, 1, from("192.0.2.2"))).toBe(true);
});

test("one address can have 4 MiB an hour stored whole, for any number of payments; others have their own", async () => {
  const keeps = async (caller: string, bytes: number) => mayKeepWhole(randomUUID(), bytes, from(caller));
  const kept = await Promise.all(Array.from({ length: 80 }, () => keeps("192.0.2.3", 65_536)));
  expect(kept.filter(Boolean)).toHaveLength(64);
  expect(await keeps("192.0.2.4", 65_536)).toBe(true);
  for (let at = 0; at < 4; at += 1)
    await Promise.all(Array.from({ length: 64 }, () => keeps(`2001:db8:20:${at}00::/64`, 65_536)));
  expect(await keeps("2001:db8:20:900::/64", 1)).toBe(false);
});

test("the whole shop stores 64 MiB a day, and a person is alarmed", async () => {
  const alarms = listenForAlarms();
  const keeps = (caller: string) => mayKeepWhole(randomUUID(), 1_048_576, from(caller));
  for (let at = 0; at < 64; at += 1) await keeps(`198.51.101.${at}`);
  expect(await keeps("198.51.102.1")).toBe(false);
  expect(alarms()).toHaveLength(1);
});
