// @module-tag slow
import { describe, expect, test } from "vitest";
import { codeOf } from "@/testing/authenticator";
import { aBrowser, aMember, own, signsIn } from "@/testing/desk-session";
import { stopMachineClock } from "@/testing/machine-clock";
import { later, minutes } from "../../clock";
import {
  beginSecondFactor,
  changePassword,
  endSession,
  finishSecondFactor,
  renewRecoveryCodes,
  sessionsOf,
} from "./account";
import { proveSecondFactor, sessionOf, signOut, timeLeft } from "./session";

// The library that manages passwords reads the machine's clock.
const letPass = stopMachineClock();

describe("a session", () => {
  test("ends when she signs out, when she ends it from another browser, and after a day's work", async () => {
    const { email, browser } = await aMember();
    const phone = aBrowser("a phone");
    await signsIn(email, own, phone);
    const session = await sessionOf(browser.headers());
    if (!session) throw new Error("She is signed in.");
    const open = await sessionsOf(session, browser.headers());
    expect(open.map(({ isThis, browser }) => [isThis, browser])).toContainEqual([false, "a phone"]);
    expect(JSON.stringify(open)).not.toContain("token");

    const other = open.find(({ isThis }) => !isThis);
    const ends = async (which = "", password = own) =>
      browser.take(await endSession({ session: which, password }, browser.moment()));
    await ends(other?.id);
    expect(await sessionOf(phone.headers())).toBeUndefined();
    await expect(ends(other?.id)).rejects.toMatchObject({ code: "not_found" });

    await signsIn(email, own, phone);
    await ends("others");
    expect(await sessionOf(phone.headers())).toBeUndefined();
    expect(await sessionOf(browser.headers())).toBeDefined();

    const before = browser.headers();
    browser.take(await signOut(browser.headers()));
    expect(await sessionOf(before)).toBeUndefined();
    await signsIn(email, own, browser);
    letPass(minutes(12 * 60 + 1));
    expect(await sessionOf(browser.headers())).toBeUndefined();
  });

  test.each(["one", "others"])("takes her password to end %s, and then gets another token", async (which) => {
    const { email, browser } = await aMember();
    const phone = aBrowser("a phone");
    await signsIn(email, own, phone);
    const onPhone = await sessionOf(phone.headers());
    const session = which === "one" ? (onPhone?.id ?? "") : which;
    const before = browser.headers();
    const guess = endSession({ session, password: "not her password" }, browser.moment());
    await expect(guess).rejects.toMatchObject({ code: "wrong_password" });
    expect(await sessionOf(phone.headers())).toBeDefined();
    browser.take(await endSession({ session, password: own }, browser.moment()));
    expect(await sessionOf(phone.headers())).toBeUndefined();
    expect(await sessionOf(before)).toBeUndefined();
    expect(await sessionOf(browser.headers())).toBeDefined();
  });

  test("cannot be ended by somebody else", async () => {
    const [sora, minho] = [await aMember(), await aMember("manager", "Minho")];
    const hers = await sessionOf(sora.browser.headers());
    const ending = endSession({ session: hers?.id ?? "", password: own }, minho.browser.moment());
    await expect(ending).rejects.toMatchObject({ code: "not_found" });
    minho.browser.take(await endSession({ session: "others", password: own }, minho.browser.moment()));
    expect(await sessionOf(sora.browser.headers())).toBeDefined();
  });

  test("ends everywhere else when she changes her password", async () => {
    const { email, browser } = await aMember();
    const phone = aBrowser();
    await signsIn(email, own, phone);
    browser.take(
      await changePassword({ current: own, wanted: "another lantern that hums" }, browser.moment()),
    );
    expect(await sessionOf(phone.headers())).toBeUndefined();
    expect(await sessionOf(browser.headers())).toBeDefined();
  });

  test("is one per browser: signing in ends the earlier one of that browser, and no other", async () => {
    const [sora, minho] = [await aMember(), await aMember("manager", "Minho")];
    const [shared, phone] = [aBrowser(), aBrowser("a phone")];
    await signsIn(sora.email, own, phone);
    for (const { email } of [sora, sora, minho]) {
      const before = shared.headers();
      await signsIn(email, "not her password", shared).catch(() => {});
      expect((await sessionOf(before)) === undefined).toBe(!before.get("cookie"));
      await signsIn(email, own, shared);
      expect(await sessionOf(before)).toBeUndefined();
    }
    expect(await sessionOf(shared.headers())).toMatchObject({ staff: { id: minho.staff.id } });
    expect(await sessionOf(phone.headers())).toBeDefined();
  });

  test("ends with the right password of the next person, though a code is still to come", async () => {
    const [sora, minho] = [await aMember(), await aMember("manager", "Minho")];
    const { uri } = minho.browser.take(await beginSecondFactor(own, minho.browser.moment()));
    minho.browser.take(await finishSecondFactor(codeOf(uri, new Date()), minho.browser.moment()));
    const before = sora.browser.headers();
    expect(await signsIn(minho.email, own, sora.browser)).toEqual({ next: "second_factor" });
    for (const headers of [before, sora.browser.headers()]) expect(await sessionOf(headers)).toBeUndefined();
  });

  test("belongs to the person who gave the password, whoever else is signed in; a code without a password opens nothing", async () => {
    const [sora, minho] = [await aMember(), await aMember("manager", "Minho")];
    const { uri } = minho.browser.take(await beginSecondFactor(own, minho.browser.moment()));
    minho.browser.take(await finishSecondFactor(codeOf(uri, new Date()), minho.browser.moment()));
    letPass(minutes(1));
    const proof = { code: codeOf(uri, new Date()) };
    await expect(proveSecondFactor(proof, minho.browser.headers())).rejects.toMatchObject({
      code: "second_factor_refused",
    });
    const challenged = aBrowser();
    await signsIn(minho.email, own, challenged);
    const both = new Headers({
      cookie: `${sora.browser.headers().get("cookie")}; ${challenged.headers().get("cookie")}`,
    });
    challenged.take(await proveSecondFactor(proof, both));
    expect(await sessionOf(challenged.headers())).toMatchObject({ staff: { id: minho.staff.id } });
    expect(await sessionOf(sora.browser.headers())).toBeUndefined();
  });

  test("gets another token when the password is asked for again, and ends no later", async () => {
    const { browser } = await aMember();
    const ends = async () => {
      const session = await sessionOf(browser.headers());
      if (!session) throw new Error("She is signed in.");
      return (await sessionsOf(session, browser.headers())).map(({ id, expiresAt }) => [id, expiresAt]);
    };
    const standing = await ends();
    letPass(minutes(5));
    const before = browser.headers();
    const wrong = beginSecondFactor("not her password", browser.moment());
    await expect(wrong).rejects.toMatchObject({ code: "wrong_password" });
    expect(await sessionOf(before)).toBeDefined();
    const { uri } = browser.take(await beginSecondFactor(own, browser.moment()));
    expect(await sessionOf(before)).toBeUndefined();
    expect(await ends()).toEqual(standing);

    const acts = [
      () => finishSecondFactor(codeOf(uri, new Date()), browser.moment()),
      () => renewRecoveryCodes(own, browser.moment()),
      () => changePassword({ current: own, wanted: "another lantern that hums" }, browser.moment()),
    ];
    for (const act of acts) {
      const token = browser.headers();
      browser.take<object>(await act());
      expect(await sessionOf(token)).toBeUndefined();
      expect(await sessionOf(browser.headers())).toBeDefined();
    }
  });

  test("is renewed by one of two requests at once", async () => {
    const { browser } = await aMember();
    const moment = browser.moment();
    const answers = await Promise.allSettled([1, 2].map(() => beginSecondFactor(own, moment)));
    expect(answers.map(({ status }) => status).toSorted()).toEqual(["fulfilled", "rejected"]);
    expect(answers.find(({ status }) => status === "rejected")).toMatchObject({
      reason: { code: "unauthorized" },
    });
    expect(await sessionOf(browser.headers())).toBeUndefined();
  });

  test("ends after half an hour without activity", async () => {
    const { browser } = await aMember();
    for (const _ of [1, 2, 3]) {
      letPass(minutes(29));
      expect(await sessionOf(browser.headers())).toBeDefined();
    }
    letPass(minutes(30));
    expect(await sessionOf(browser.headers())).toBeUndefined();
    expect(await sessionOf(browser.headers())).toBeUndefined();
  });

  test("tells how long it stays open, and asking does not extend it", async () => {
    const { browser } = await aMember();
    const left = () => timeLeft(browser.headers());
    expect(await left()).toBe(minutes(30));
    letPass(minutes(29));
    expect(await left()).toBe(minutes(1));
    const session = await sessionOf(browser.headers());
    expect(session?.endsAt).toEqual(later(new Date(), minutes(30)));
    expect(await left()).toBe(minutes(30));
    letPass(minutes(30));
    expect(await left()).toBe(0);
    expect(await sessionOf(browser.headers())).toBeUndefined();
    expect(await timeLeft(aBrowser().headers())).toBe(0);
  });

  test("tells of the end of the day's work when that is near", async () => {
    const { browser } = await aMember();
    for (let passed = 0; passed < 12 * 60 - 20; passed += 20) {
      letPass(minutes(20));
      await sessionOf(browser.headers());
    }
    expect(await timeLeft(browser.headers())).toBe(minutes(20));
    letPass(minutes(20));
    expect(await timeLeft(browser.headers())).toBe(0);
  });

  test("shows when each device was last used, and leaves out those that were signed out automatically", async () => {
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

  test("leaves no loaded page in the browser after signing out", async () => {
    const { browser } = await aMember();
    expect((await signOut(browser.headers())).headers).toContainEqual(["clear-site-data", '"cache"']);
  });
});
