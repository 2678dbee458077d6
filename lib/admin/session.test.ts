// @module-tag slow
import { randomUUID } from "node:crypto";
import { hashPassword as hashOfBefore } from "better-auth/crypto";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { auditOf } from "@/db/audit";
import { db } from "@/db/store";
import { codeOf } from "@/testing/authenticator";
import { aBrowser, aMember, own, signsIn } from "@/testing/desk-session";
import { later, minutes, now } from "../clock";
import {
  beginSecondFactor,
  changePassword,
  endSecondFactor,
  endSession,
  finishSecondFactor,
  renewRecoveryCodes,
  sessionsOf,
} from "./account";
import { staffAuth } from "./auth";
import { isOutdated } from "./password-hash";
import { addStaff, changeStaff, everybody, firstManager, resetStaff } from "./people";
import { proveSecondFactor, requireStaff, sessionOf, signOut } from "./session";
import { actorOf, type Staff } from "./staff";

// The library that looks after passwords reads the machine's own clock.
beforeEach(() => {
  vi.useFakeTimers({ toFake: ["Date"] });
});
afterEach(() => {
  vi.useRealTimers();
});
const letPass = (ms: number) => vi.setSystemTime(later(new Date(), ms));

describe("signing in", () => {
  test("who has a one-time password gets no further than to choosing her own", async () => {
    const email = `${randomUUID()}@shop.example`;
    const made = await addStaff({ name: "Sora", email, role: "manager" }, { by: "operator", now: now() });
    const browser = aBrowser();

    expect(await signsIn(email, made.oneTimePassword, browser)).toEqual({ next: "change_password" });
    await expect(requireStaff(browser.headers())).rejects.toMatchObject({ code: "password_change_required" });
    const same = { current: made.oneTimePassword, wanted: made.oneTimePassword };
    await expect(changePassword(same, browser.moment())).rejects.toMatchObject({ code: "password_not_new" });
    browser.take(await changePassword({ current: made.oneTimePassword, wanted: own }, browser.moment()));

    expect(await requireStaff(browser.headers())).toMatchObject({ email, role: "manager" });
    await expect(signsIn(email, made.oneTimePassword)).rejects.toMatchObject({ code: "sign_in_refused" });
    expect(await signsIn(email.toUpperCase(), own)).toEqual({ next: "desk" });
  });

  test("a stranger is told nothing of who works here", async () => {
    const { email } = await aMember();
    const refusals = await Promise.all(
      [email, "nobody@shop.example"].map((tried) => signsIn(tried, "some other password").catch(String)),
    );
    expect(refusals[0]).toBe(refusals[1]);
  });

  test("a password that was hashed more cheaply by an earlier release opens the door, and costs as much as others then", async () => {
    const { email, staff } = await aMember();
    const { adapter, internalAdapter } = await (await staffAuth()).$context;
    const kept = async () => {
      const [account] = await adapter.findMany<{ password: string }>({
        model: "account",
        where: [{ field: "userId", value: staff.id }],
      });
      return account?.password ?? "";
    };
    await internalAdapter.updatePassword(staff.id, await hashOfBefore(own));
    expect(isOutdated(await kept())).toBe(true);
    await expect(signsIn(email, "some other password")).rejects.toMatchObject({ code: "sign_in_refused" });
    expect(isOutdated(await kept())).toBe(true);
    expect(await signsIn(email, own)).toEqual({ next: "desk" });
    expect(await kept()).toMatch(/^\$scrypt\$ln=14,r=8,p=5\$/);
    expect(await signsIn(email, own)).toEqual({ next: "desk" });
  });

  test("ten wrong passwords shut the door for a while, for the right one too, and then it opens again", async () => {
    const { email } = await aMember();
    const tries = await Promise.all(
      Array.from({ length: 14 }, () => signsIn(email, "a guess, and another").catch((error) => error.code)),
    );
    expect(tries.filter((code) => code === "sign_in_refused")).toHaveLength(10);
    const told = await auditOf(db, email.toLowerCase());
    expect(told.filter(({ action }) => action === "sign_in_refused")).toHaveLength(10);
    expect(told.at(-1)).toMatchObject({ actor: "visitor", detail: {} });
    await expect(signsIn(email, own)).rejects.toMatchObject({ code: "too_many_requests" });
    await expect(signsIn(email.toUpperCase(), own)).rejects.toMatchObject({ code: "too_many_requests" });
    letPass(minutes(16));
    expect(await signsIn(email, own)).toEqual({ next: "desk" });
  });

  test("nine wrong ones and the right one: she has all tries again", async () => {
    const { email } = await aMember();
    for (const wrong of [9, 1]) {
      for (let n = 0; n < wrong; n++) await signsIn(email, "a guess, and another").catch(() => {});
      expect(await signsIn(email, own)).toEqual({ next: "desk" });
    }
  });

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
});

describe("an authenticator app", () => {
  async function withApp() {
    const member = await aMember();
    const { browser } = member;
    const begun = await beginSecondFactor(own, browser.moment());
    browser.take(await finishSecondFactor(codeOf(begun.uri, new Date()), browser.moment()));
    return { ...member, ...begun };
  }

  test("it counts once it has shown that it knows the secret, and is asked for from then on", async () => {
    const { email, browser } = await aMember();
    const begun = await beginSecondFactor(own, browser.moment());
    expect(begun.picture).toContain("<svg");
    expect(await signsIn(email, own)).toEqual({ next: "desk" });
    const wrong = finishSecondFactor("000000", browser.moment());
    await expect(wrong).rejects.toMatchObject({ code: "second_factor_refused" });
    browser.take(await finishSecondFactor(codeOf(begun.uri, new Date()), browser.moment()));

    const phone = aBrowser();
    expect(await signsIn(email, own, phone)).toEqual({ next: "second_factor" });
    expect(await sessionOf(phone.headers())).toBeUndefined();
    letPass(minutes(1));
    const proof = { code: codeOf(begun.uri, new Date()) };
    expect(phone.take(await proveSecondFactor(proof, phone.headers()))).toEqual({ next: "desk" });
    expect(await sessionOf(phone.headers())).toMatchObject({ hasSecondFactor: true });
  });

  test("a code without the password before it opens nothing, and neither does a guessed one", async () => {
    const { email, uri } = await withApp();
    const code = codeOf(uri, new Date());
    const stranger = aBrowser();
    await expect(proveSecondFactor({ code }, stranger.headers())).rejects.toMatchObject({
      code: "second_factor_refused",
    });
    await signsIn(email, own, stranger);
    for (let n = 0; n < 12; n++)
      await proveSecondFactor({ code: "000000" }, stranger.headers()).catch(() => {});
    expect(await sessionOf(stranger.headers())).toBeUndefined();
  });

  test("a recovery code opens the door once; new ones end those before", async () => {
    const { email, browser, recovery_codes } = await withApp();
    const [first = "", second = ""] = recovery_codes;
    const recovers = async (recovery_code: string) => {
      const anew = aBrowser();
      await signsIn(email, own, anew);
      anew.take(await proveSecondFactor({ recovery_code }, anew.headers()));
      return sessionOf(anew.headers());
    };
    expect(await recovers(first)).toBeDefined();
    await expect(recovers(first)).rejects.toMatchObject({ code: "second_factor_refused" });
    const fresh = await renewRecoveryCodes(own, browser.moment());
    await expect(recovers(second)).rejects.toMatchObject({ code: "second_factor_refused" });
    expect(await recovers(fresh.recovery_codes[0] ?? "")).toBeDefined();
  });

  test("to set it up, to end it and to get codes takes the password, though she is signed in", async () => {
    const { browser } = await withApp();
    const wrong = "not the password";
    await expect(endSecondFactor(wrong, browser.moment())).rejects.toMatchObject({ code: "wrong_password" });
    await expect(renewRecoveryCodes(wrong, browser.moment())).rejects.toMatchObject({
      code: "wrong_password",
    });
    await expect(beginSecondFactor(own, browser.moment())).rejects.toMatchObject({
      code: "second_factor_on",
    });
    browser.take(await endSecondFactor(own, browser.moment()));
    expect(await sessionOf(browser.headers())).toMatchObject({ hasSecondFactor: false });
  });
});

describe("who works here", () => {
  const act = (by: Staff) => ({ by, address: "198.51.100.7", now: now() });

  test("a manager lets somebody in, gives another role, and closes the account; each is in the audit log", async () => {
    const boss = await aMember();
    const { email, staff, browser } = await aMember("viewer", "Jiwoo");
    await changeStaff(staff.id, { role: "support" }, act(boss.staff));
    expect(await requireStaff(browser.headers())).toMatchObject({ role: "support" });
    await changeStaff(staff.id, { disabled: true }, act(boss.staff));
    expect(await sessionOf(browser.headers())).toBeUndefined();
    await expect(signsIn(email, own)).rejects.toMatchObject({ code: "sign_in_refused" });
    await changeStaff(staff.id, { disabled: false }, act(boss.staff));
    expect(await signsIn(email, own)).toEqual({ next: "desk" });

    const log = await auditOf(db, actorOf(staff));
    expect(log.map(({ action }) => action).filter((action) => action.startsWith("staff_"))).toEqual([
      "staff_changed",
      "staff_changed",
      "staff_changed",
    ]);
    expect(log.find(({ action }) => action === "staff_changed")).toMatchObject({
      actor: actorOf(boss.staff),
      address: "198.51.100.7",
      detail: { before: { role: "viewer", disabled: false }, after: { role: "support", disabled: false } },
    });
  });

  test("nobody changes themselves, and whoever is not a manager changes nobody", async () => {
    const [boss, agent] = [await aMember(), await aMember("support")];
    await expect(changeStaff(boss.staff.id, { role: "viewer" }, act(boss.staff))).rejects.toMatchObject({
      code: "not_yourself",
    });
    for (const forbidden of [
      () => changeStaff(boss.staff.id, { role: "viewer" }, act(agent.staff)),
      () => resetStaff(boss.staff.id, act(agent.staff)),
      () => addStaff({ name: "X", email: "x@shop.example", role: "manager" }, act(agent.staff)),
    ])
      await expect(forbidden()).rejects.toMatchObject({ code: "forbidden" });
  });

  test("the last manager stays one, even for the operator", async () => {
    const managers = (await everybody()).filter(({ role, disabled }) => role === "manager" && !disabled);
    const [last, ...others] = managers.length > 0 ? managers : [(await aMember()).staff];
    if (!last) throw new Error("There is a manager.");
    const by = { by: "operator" as const, now: now() };
    for (const { id } of others) await changeStaff(id, { disabled: true }, by);
    for (const change of [{ role: "support" as const }, { disabled: true }])
      await expect(changeStaff(last.id, change, by)).rejects.toMatchObject({ code: "last_manager" });
    for (const { id } of others) await changeStaff(id, { disabled: false }, by);
  });

  test("who lost phone and password is given a new one, and sets the app up anew", async () => {
    const boss = await aMember();
    const { staff, email, browser } = await aMember("support");
    const begun = await beginSecondFactor(own, browser.moment());
    browser.take(await finishSecondFactor(codeOf(begun.uri, new Date()), browser.moment()));
    const { oneTimePassword } = await resetStaff(staff.id, act(boss.staff));
    expect(await sessionOf(browser.headers())).toBeUndefined();
    await expect(signsIn(email, own)).rejects.toMatchObject({ code: "sign_in_refused" });
    expect(await signsIn(email, oneTimePassword)).toEqual({ next: "change_password" });
  });

  test("two people cannot have one address", async () => {
    const { email } = await aMember();
    const by = { by: "operator" as const, now: now() };
    const again = addStaff({ name: "Another", email: email.toUpperCase(), role: "viewer" }, by);
    await expect(again).rejects.toMatchObject({ code: "staff_exists" });
  });

  test("a shop that has staff is not given a first manager again", async () => {
    await aMember();
    expect(await firstManager("owner@shop.example", now())).toBeUndefined();
  });
});
