// @module-tag slow
import { describe, expect, onTestFinished, test } from "vitest";
import { closeStaffDatabase, openStaffDatabaseAsOwner } from "@/db/staff";
import { codeOf } from "@/testing/authenticator";
import { aBrowser, aMember, own, signsIn } from "@/testing/desk-session";
import { stopMachineClock } from "@/testing/machine-clock";
import { minutes } from "../../clock";
import { env } from "../../settings/env";
import { beginSecondFactor, endSecondFactor, finishSecondFactor, hasOutdatedFactor } from "./account";
import { writeStaff } from "./accounts";
import { closeStaff, migrateStaff, staffAuth } from "./auth";
import { proveSecondFactor, sessionOf } from "./session";

// The library that manages passwords reads the machine's clock.
const letPass = stopMachineClock();

type Member = Awaited<ReturnType<typeof aMember>>;

const setting = <Name extends "totpSha1" | "secondFactorOf">(
  name: Name,
  value: ReturnType<typeof env>[Name],
) => {
  const settings = env();
  const before = settings[name];
  settings[name] = value;
  onTestFinished(() => {
    settings[name] = before;
  });
};

const begins = async ({ browser }: Member) => browser.take(await beginSecondFactor(own, browser.moment()));

const finishes = async ({ browser }: Member, code: string) =>
  browser.take(await finishSecondFactor(code, browser.moment()));

/** The code of an app that follows the address, and of one that ignores its SHA-256. */
const shown = (uri: string) => codeOf(uri, new Date());
const shownBySha1 = (uri: string) => codeOf(uri, new Date(), "SHA1");

/** Signs in with a new code: returns "desk", or the reason for refusal. */
async function signsInWith({ email }: Member, codeNow: () => string): Promise<string> {
  letPass(minutes(1));
  const browser = aBrowser();
  await signsIn(email, own, browser);
  return proveSecondFactor({ code: codeNow() }, browser.headers()).then(
    ({ body }) => body.next,
    ({ code }) => code,
  );
}

/** A staff member whose app was set up by a release that stored no algorithm. */
async function aMemberOfBefore() {
  const member = await aMember();
  const begun = await begins(member);
  const settings = env();
  settings.totpSha1 = true;
  await finishes(member, shownBySha1(begun.uri));
  settings.totpSha1 = false;
  const { adapter } = await (await staffAuth()).$context;
  const where = [{ field: "userId", value: member.staff.id }];
  await adapter.updateMany({ model: "twoFactor", where, update: { algorithm: null } });
  return { ...member, ...begun };
}

describe("an authenticator app", () => {
  test("is asked for SHA-256, and its codes are judged by it from then on", async () => {
    const member = await aMember();
    const { uri, algorithms } = await begins(member);
    expect(algorithms).toEqual(["SHA256"]);
    expect(Object.fromEntries(new URL(uri).searchParams)).toMatchObject({
      algorithm: "SHA256",
      digits: "6",
      period: "30",
      issuer: "Twotrack",
    });
    await finishes(member, shown(uri));
    expect(await hasOutdatedFactor(member.staff)).toBe(false);
    expect(await signsInWith(member, () => shownBySha1(uri))).toBe("second_factor_refused");
    expect(await signsInWith(member, () => shown(uri))).toBe("desk");
  });

  test("that ignores it is not set up, and the page says so; one that supports it is set up with the same picture", async () => {
    const member = await aMember();
    const { uri } = await begins(member);
    await expect(finishes(member, shownBySha1(uri))).rejects.toMatchObject({ code: "second_factor_sha1" });
    await expect(finishes(member, "000000")).rejects.toMatchObject({ code: "second_factor_refused" });
    expect(await sessionOf(member.browser.headers())).toMatchObject({ hasSecondFactor: false });
    await finishes(member, shown(uri));
    expect(await sessionOf(member.browser.headers())).toMatchObject({ hasSecondFactor: true });
  });

  test("that ignores it is set up where the operator allows it, and keeps working when that is undone", async () => {
    setting("totpSha1", true);
    const member = await aMember();
    const { uri, algorithms } = await begins(member);
    expect(algorithms).toEqual(["SHA256", "SHA1"]);
    await finishes(member, shownBySha1(uri));
    expect(await hasOutdatedFactor(member.staff)).toBe(false);
    expect(await signsInWith(member, () => shown(uri))).toBe("second_factor_refused");
    expect(await signsInWith(member, () => shownBySha1(uri))).toBe("desk");
    env().totpSha1 = false;
    expect(await hasOutdatedFactor(member.staff)).toBe(true);
    expect(await signsInWith(member, () => shownBySha1(uri))).toBe("desk");
  });

  test("that supports SHA-256 is judged by it, also where SHA-1 would do", async () => {
    setting("totpSha1", true);
    const member = await aMember();
    const { uri } = await begins(member);
    await finishes(member, shown(uri));
    expect(await signsInWith(member, () => shownBySha1(uri))).toBe("second_factor_refused");
    expect(await signsInWith(member, () => shown(uri))).toBe("desk");
  });

  test("of an earlier release keeps working, and can be replaced, also where the shop requires one", async () => {
    const member = await aMemberOfBefore();
    setting("secondFactorOf", "all");
    const { browser, staff, uri } = member;
    expect(await hasOutdatedFactor(staff)).toBe(true);
    expect(await signsInWith(member, () => shown(uri))).toBe("second_factor_refused");
    expect(await signsInWith(member, () => shownBySha1(uri))).toBe("desk");

    letPass(minutes(1));
    const proof = { code: shownBySha1(uri) };
    browser.take(await endSecondFactor({ password: own, proof }, browser.moment()));
    expect(await sessionOf(browser.headers())).toMatchObject({ mustSetUpFactor: true });
    const anew = await begins(member);
    letPass(minutes(1));
    await finishes(member, shown(anew.uri));
    expect(await hasOutdatedFactor(staff)).toBe(false);
    expect(await signsInWith(member, () => shown(anew.uri))).toBe("desk");
    letPass(minutes(1));
    await expect(
      endSecondFactor({ password: own, proof: { code: shown(anew.uri) } }, browser.moment()),
    ).rejects.toMatchObject({ code: "second_factor_required" });
  });

  test("opens nothing if the account was closed after the password was given", async () => {
    const member = await aMember();
    const { uri } = await begins(member);
    await finishes(member, shown(uri));
    const phone = aBrowser();
    await signsIn(member.email, own, phone);
    await writeStaff(member.staff.id, { disabled: true });
    letPass(minutes(1));
    await expect(proveSecondFactor({ code: shown(uri) }, phone.headers())).rejects.toMatchObject({
      code: "second_factor_refused",
    });
    expect(await sessionOf(phone.headers())).toBeUndefined();
  });
});

test("is not asked for where none is set up", async () => {
  const { staff } = await aMember();
  expect(await hasOutdatedFactor(staff)).toBe(false);
  const begun = await aMember();
  await begins(begun);
  expect(await hasOutdatedFactor(begun.staff)).toBe(false);
});

test("in tables without an algorithm gets one, and keeps working", async () => {
  const member = await aMemberOfBefore();
  await closeStaff();
  const database = openStaffDatabaseAsOwner();
  const drop = "ALTER TABLE staff_two_factor DROP COLUMN algorithm";
  await ("exec" in database ? database.exec(drop) : database.query(drop));
  await closeStaffDatabase(database);
  await migrateStaff();
  expect(await signsInWith(member, () => shownBySha1(member.uri))).toBe("desk");
  expect(await hasOutdatedFactor(member.staff)).toBe(true);
});
