import { expect, onTestFinished, test } from "vitest";
import { allKeys } from "@/db/api-keys";
import { auditOf } from "@/db/audit";
import { db } from "@/db/store";
import { letClockRun, stopClock, turnOurClock } from "@/testing/clock";
import { days, now } from "../clock";
import { keyFor, makeKey, revokeKey } from "./api-keys";

const bearer = (key: string) => new Headers({ authorization: `Bearer ${key}` });
const aKey = () =>
  makeKey({ name: "Back office", scopes: ["refunds:write"] }, { by: "operator", now: now() });

test("a key opens what it was made for, and only its hash is stored", async () => {
  const { key, row } = await aKey();
  expect(await keyFor("refunds:write", bearer(key))).toMatchObject({ id: row.id, name: "Back office" });
  expect(JSON.stringify(await allKeys(db))).not.toContain(key.slice("twotrack_".length));
});

test("a key without the scope is refused with that reason", async () => {
  const { key } = await aKey();
  await expect(keyFor("orders:read", bearer(key))).rejects.toMatchObject({ code: "forbidden" });
});

test("a revoked key opens nothing any more, and is revoked once", async () => {
  const { key, row } = await aKey();
  expect(await revokeKey(row.id, { by: "operator", now: now() })).toBe(true);
  await expect(keyFor("refunds:write", bearer(key))).rejects.toMatchObject({ code: "unauthorized" });
  expect(await revokeKey(row.id, { by: "operator", now: now() })).toBe(false);
  expect((await auditOf(db, row.id)).map(({ action }) => action)).toEqual(["key_made", "key_revoked"]);
});

test.each([
  ["nothing", new Headers()],
  ["another scheme", new Headers({ authorization: "Basic dHdvdHJhY2s6" })],
  ["a stranger's key", bearer("twotrack_0000000000000000000000000000000000000000")],
  ["a gateway's key", bearer("sk_test_emulator000000000000000000")],
  ["an incomplete header", new Headers({ authorization: "Bearer" })],
])("%s is refused", async (_, headers) => {
  await expect(keyFor("refunds:write", headers)).rejects.toMatchObject({ code: "unauthorized", status: 401 });
});

test("the last use of a key is recorded to the minute", async () => {
  stopClock();
  onTestFinished(letClockRun);
  const { key, row } = await aKey();
  const used = async () => (await allKeys(db)).find(({ id }) => id === row.id)?.lastUsedAt;
  expect(await used()).toBeNull();
  await keyFor("refunds:write", bearer(key));
  const first = await used();
  await keyFor("refunds:write", bearer(key));
  expect(await used()).toEqual(first);
  turnOurClock(days(1));
  await keyFor("refunds:write", bearer(key));
  expect((await used())?.getTime()).toBe((first?.getTime() ?? 0) + days(1));
});
