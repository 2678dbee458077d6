// @module-tag slow
import { describe, expect, test } from "vitest";
import { aBrowser, aMember, own, signsIn } from "@/testing/desk-session";
import { stopMachineClock } from "@/testing/machine-clock";
import { minutes } from "../clock";
import { changePassword, endSession, sessionsOf } from "./account";
import { sessionOf, signOut } from "./session";

// The library that looks after passwords reads the machine's own clock.
const letPass = stopMachineClock();

describe("a session", () => {
  test("a session ends when she signs out, in another browser too when she ends it there, and after a day's work", async () => {
    const { email, browser } = await aMember();
    const phone = aBrowser("a phone");
    await signsIn(email, own, phone);
    const session = await sessionOf(browser.headers());
    if (!session) throw new Error("She is signed in.");
    const open = await sessionsOf(session, browser.headers());
    expect(open.map(({ isThis, browser }) => [isThis, browser])).toContainEqual([false, "a phone"]);
    expect(JSON.stringify(open)).not.toContain("token");

    const other = open.find(({ isThis }) => !isThis);
    await endSession(other?.id ?? "", browser.moment());
    expect(await sessionOf(phone.headers())).toBeUndefined();
    await expect(endSession(other?.id ?? "", browser.moment())).rejects.toMatchObject({ code: "not_found" });

    await signsIn(email, own, phone);
    await endSession("others", browser.moment());
    expect(await sessionOf(phone.headers())).toBeUndefined();
    expect(await sessionOf(browser.headers())).toBeDefined();

    const before = browser.headers();
    browser.take(await signOut(browser.headers()));
    expect(await sessionOf(before)).toBeUndefined();
    await signsIn(email, own, browser);
    letPass(minutes(12 * 60 + 1));
    expect(await sessionOf(browser.headers())).toBeUndefined();
  });

  test("who changes her password is signed out everywhere else", async () => {
    const { email, browser } = await aMember();
    const phone = aBrowser();
    await signsIn(email, own, phone);
    browser.take(await changePassword({ current: own, wanted: "yet another password" }, browser.moment()));
    expect(await sessionOf(phone.headers())).toBeUndefined();
    expect(await sessionOf(browser.headers())).toBeDefined();
  });

  test("ends when nothing is done for half an hour, and not while something is", async () => {
    const { browser } = await aMember();
    for (const _ of [1, 2, 3]) {
      letPass(minutes(29));
      expect(await sessionOf(browser.headers())).toBeDefined();
    }
    letPass(minutes(30));
    expect(await sessionOf(browser.headers())).toBeUndefined();
    expect(await sessionOf(browser.headers())).toBeUndefined();
  });

  test("tells when each device was used last, and leaves out those that have signed out by themselves", async () => {
    const { email, browser } = await aMember();
    await signsIn(email, own, aBrowser("a phone"));
    for (const _ of [1, 2]) {
      letPass(minutes(16));
      await sessionOf(browser.headers());
    }
    const session = await sessionOf(browser.headers());
    if (!session) throw new Error("She is at work.");
    const open = await sessionsOf(session, browser.headers());
    expect(open).toMatchObject([{ isThis: true, seenAt: new Date() }]);
  });

  test("who signs out leaves nothing in the browser that was loaded", async () => {
    const { browser } = await aMember();
    expect((await signOut(browser.headers())).headers).toContainEqual(["clear-site-data", '"cache"']);
  });
});
