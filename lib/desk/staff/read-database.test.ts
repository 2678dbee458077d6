// @module-tag slow
import { randomUUID } from "node:crypto";
import { afterEach, beforeEach, expect, onTestFinished, test, vi } from "vitest";
import { databaseUrl, dialect } from "@/db/columns";
import { query } from "@/scripts/kit/test-databases";
import { listenForAlarms } from "@/testing/alarms";
import { codeOf } from "@/testing/authenticator";
import { aBrowser, aMember, own, signsIn } from "@/testing/desk-session";
import { later, minutes } from "../../clock";
import { env } from "../../settings/env";
import { beginSecondFactor, finishSecondFactor } from "./account";
import { closeStaff, migrateStaff, resealStaff } from "./auth";
import { proveSecondFactor, sessionOf, timeLeft } from "./session";
import { signedToday } from "./signed-today";

// Reading the database does not make anybody a manager: what is stored there is useless without SESSION_SECRET.

beforeEach(() => {
  vi.useFakeTimers({ toFake: ["Date"] });
});
afterEach(() => {
  vi.useRealTimers();
});

const staffUrl = dialect === "sqlite" ? `${databaseUrl}.staff` : databaseUrl;
const rows = (table: string) => query(staffUrl, `SELECT * FROM ${table}`);

async function aMemberWithApp() {
  const member = await aMember();
  const begun = member.browser.take(await beginSecondFactor(own, member.browser.moment()));
  member.browser.take(await finishSecondFactor(codeOf(begun.uri, new Date()), member.browser.moment()));
  return { ...member, ...begun };
}

test("nothing stored opens the desk: no token, no challenge, no app key, no recovery code", async () => {
  const { email, browser, uri, recovery_codes } = await aMemberWithApp();
  const phone = aBrowser();
  await signsIn(email, own, phone);
  const given = [browser, phone].flatMap((one) =>
    (one.headers().get("cookie") ?? "")
      .split("; ")
      .map((cookie) => decodeURIComponent(cookie.split("=")[1] ?? "")),
  );
  const kept = JSON.stringify(
    await Promise.all(["staff", "staff_session", "staff_verification", "staff_two_factor"].map(rows)),
  );
  expect(given.length).toBeGreaterThan(1);
  for (const value of given) expect(kept).not.toContain(value.split(".")[0]);
  for (const code of recovery_codes) expect(kept).not.toContain(code);
  expect(kept).not.toContain(new URL(uri).searchParams.get("secret"));
});

test("a token read from the database opens no session, even with the secret", async () => {
  const { browser } = await aMember();
  const [name = ""] = (browser.headers().get("cookie") ?? "").split("=");
  const { makeSignature } = await import("better-auth/crypto");
  const { staffKeys } = await import("./sealed");
  const [{ value }] = await staffKeys();
  const kept = (await rows("staff_session")).map((row) => String(row.token));
  expect(kept.length).toBeGreaterThan(0);
  for (const token of kept.flatMap((one) => [one, one.replace("sha256:", "")])) {
    const cookie = `${name}=${encodeURIComponent(`${token}.${await makeSignature(token, value)}`)}`;
    expect(await sessionOf(new Headers({ cookie }))).toBeUndefined();
  }
});

const set = async (secret: string | undefined, previous?: string) => {
  env().sessionSecrets = [secret, previous].filter((one) => one !== undefined);
  await closeStaff();
};
const [old, fresh] = ["the secret of last year ".repeat(2), "the secret of this year ".repeat(2)];

test("during a rotation of SESSION_SECRET sessions go on, and end with the old one; a made-up token opens nothing", async () => {
  onTestFinished(() => set(undefined));
  await set(old);
  const { browser, email, staff } = await aMember();
  const phone = aBrowser();
  await signsIn(email, own, phone);
  const forged =
    phone
      .headers()
      .get("cookie")
      ?.replace(/session_token=.{6}/, "session_token=aaaaaa") ?? "";

  await set(fresh, old);
  expect(await sessionOf(browser.headers())).toMatchObject({ staff: { id: staff.id } });
  expect(await timeLeft(browser.headers())).toBe(minutes(30));
  expect(await sessionOf(new Headers({ cookie: forged }))).toBeUndefined();
  // As every desk operation does: its cookies are signed with the current secret.
  const moment = { ...browser.moment(), headers: await signedToday(browser.headers()) };
  browser.take(await beginSecondFactor(own, moment));
  await set(fresh);
  expect(await sessionOf(browser.headers())).toMatchObject({ staff: { id: staff.id } });
  expect(await sessionOf(phone.headers())).toBeUndefined();
  expect(await sessionOf(await signedToday(phone.headers()))).toBeUndefined();
});

test.each(["", "x", "x.y", "%", "a.b.c%3D", `${"x".repeat(50)}.${"A".repeat(43)}%3D`])(
  "a session cookie “%s” opens nothing during the rotation",
  async (value) => {
    onTestFinished(() => set(undefined));
    await set(fresh, old);
    const headers = new Headers({ cookie: `other=1; twotrack-desk.session_token=${value}` });
    expect((await signedToday(headers)).get("cookie")).toBe(headers.get("cookie"));
    expect(await sessionOf(headers)).toBeUndefined();
  },
);

test("during a rotation of SESSION_SECRET apps and recovery codes still work, and later do not need the old one", async () => {
  onTestFinished(() => set(undefined));
  await set(old);
  const { email, uri, recovery_codes } = await aMemberWithApp();
  const proves = async (proof: Parameters<typeof proveSecondFactor>[0]) => {
    const browser = aBrowser();
    await signsIn(email, own, browser);
    return browser.take(await proveSecondFactor(proof, browser.headers())).next;
  };
  const codeNow = () => {
    vi.setSystemTime(later(new Date(), minutes(1)));
    return { code: codeOf(uri, new Date()) };
  };

  await set(fresh, old);
  expect(await proves(codeNow())).toBe("desk");
  expect(await proves({ recovery_code: recovery_codes[0] ?? "" })).toBe("desk");
  await migrateStaff();
  await set(fresh);
  expect(await proves(codeNow())).toBe("desk");
  await expect(proves({ recovery_code: recovery_codes[0] ?? "" })).rejects.toMatchObject({
    code: "second_factor_refused",
  });
  expect(await proves({ recovery_code: recovery_codes[1] ?? "" })).toBe("desk");
});

test("an app that no secret opens is no 500: its owner is told whom to ask, and an alarm is raised", async () => {
  onTestFinished(() => set(undefined));
  await set(old);
  const { email, uri, recovery_codes } = await aMemberWithApp();
  await set(fresh);
  const alarms = listenForAlarms();
  for (const proof of [{ code: codeOf(uri, new Date()) }, { recovery_code: recovery_codes[0] ?? "" }]) {
    const browser = aBrowser();
    await signsIn(email, own, browser);
    await expect(proveSecondFactor(proof, browser.headers())).rejects.toMatchObject({
      code: "second_factor_unreadable",
    });
  }
  expect(alarms()).toHaveLength(1);
  expect((await resealStaff()).unreadable).toBeGreaterThan(0);
  // The old secret is back, after the new one: nothing was lost.
  await set(fresh, old);
  expect((await resealStaff()).unreadable).toBe(0);
  expect((await resealStaff()).anew).toBe(0);
  await set(fresh);
  vi.setSystemTime(later(new Date(), minutes(1)));
  const browser = aBrowser();
  await signsIn(email, own, browser);
  const { body } = await proveSecondFactor({ code: codeOf(uri, new Date()) }, browser.headers());
  expect(body).toEqual({ next: "desk" });
});

test("setting SESSION_SECRET for the first time loses nothing while the keys are test keys", async () => {
  onTestFinished(() => set(undefined));
  await set(undefined);
  const { email, uri } = await aMemberWithApp();
  const settings = env();
  await set(fresh);
  const proves = async () => {
    vi.setSystemTime(later(new Date(), minutes(1)));
    const browser = aBrowser();
    await signsIn(email, own, browser);
    return proveSecondFactor({ code: codeOf(uri, new Date()) }, browser.headers());
  };
  expect((await proves()).body).toEqual({ next: "desk" });
  // With live keys, what the database reveals gives no access.
  settings.live = true;
  onTestFinished(() => void Object.assign(settings, { live: false }));
  await closeStaff();
  await expect(proves()).rejects.toMatchObject({ code: "second_factor_unreadable" });
});

test("sessions that an earlier release stored in plain text end when this one starts", async () => {
  const { browser, staff } = await aMember();
  const { staffAuth } = await import("./auth");
  const { adapter } = await (await staffAuth()).$context;
  const session = (await rows("staff_session")).find(({ userId }) => userId === staff.id);
  await adapter.updateMany({
    model: "session",
    where: [{ field: "id", value: String(session?.id) }],
    update: { token: randomUUID() },
  });
  await migrateStaff();
  expect((await rows("staff_session")).map(({ id }) => id)).not.toContain(session?.id);
  expect(await sessionOf(browser.headers())).toBeUndefined();
});
