import { randomUUID } from "node:crypto";
import { beforeAll, expect, test } from "vitest";
import { aMember } from "@/testing/desk-session";
import { hours, later, now } from "../../clock";
import { staffAuth } from "./auth";
import { hidden } from "./hidden-tokens";

type Row = { id: string; token: string };

let about: Awaited<Awaited<ReturnType<typeof staffAuth>>["$context"]>;
let staff: string;
beforeAll(async () => {
  about = await (await staffAuth()).$context;
  staff = (await aMember()).staff.id;
});
const aSession = () =>
  about.adapter.create<Omit<Row, "id"> & Record<string, unknown>, Row>({
    model: "session",
    data: {
      userId: staff,
      token: randomUUID(),
      expiresAt: later(now(), hours(1)),
      createdAt: now(),
      updatedAt: now(),
    },
  });
const byToken = (token: string) => ({ model: "session", where: [{ field: "token", value: token }] });
const byId = (id: string) => ({ model: "session", where: [{ field: "id", value: id }] });

test("a request with a session's token gets the session with it, and no other query reveals it", async () => {
  const { id, token } = await aSession();
  expect(token).not.toBe(hidden(token));
  expect(await about.adapter.findOne<Row>(byToken(token))).toMatchObject({ id, token });
  const changed = { ...byToken(token), update: { userAgent: "a phone" } };
  expect(await about.adapter.update<Row>(changed)).toMatchObject({ id, token });
  expect(await about.adapter.findOne<Row>(byId(id))).toMatchObject({ token: hidden(token) });
  expect(await about.adapter.findMany<Row>(byId(id))).toMatchObject([{ token: hidden(token) }]);
});

test("the stored hash of a token opens nothing, and finds nothing", async () => {
  const { token } = await aSession();
  expect(await about.adapter.findOne<Row>(byToken(hidden(token)))).toBeNull();
  expect(await about.internalAdapter.findSession(hidden(token))).toBeNull();
});

test("several tokens are looked up by their hashes, and anything else is refused", async () => {
  const made = [await aSession(), await aSession()];
  const value = made.map(({ token }) => token);
  const where = [{ field: "token", operator: "in" as const, value }];
  expect(await about.adapter.count({ model: "session", where })).toBe(2);
  const noToken = async () =>
    about.adapter.findMany({ model: "session", where: [{ field: "token", value: 1 }] });
  await expect(noToken()).rejects.toThrow("whole tokens");
});
