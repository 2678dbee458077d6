// @module-tag slow
import { randomUUID } from "node:crypto";
import { hashPassword as hashOfBefore } from "better-auth/crypto";
import { afterEach, beforeEach, describe, expect, onTestFinished, test, vi } from "vitest";
import { auditOf } from "@/db/audit";
import { db } from "@/db/store";
import { codeOf } from "@/testing/authenticator";
import { aBrowser, aMember, own, signsIn } from "@/testing/desk-session";
import { days, later, minutes, now } from "../clock";
import { env } from "../env";
import { limitPassword } from "../limits/desk";
import { Problem } from "../problem";
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
import { proveSecondFactor, requireStaff, sessionOf, signIn, signOut } from "./session";
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

  test("many who sign in at once wait in a short line; who finds it full is told so, and has lost no try", async () => {
    const { email } = await aMember();
    const tried = Array.from({ length: 40 }, (_, n) =>
      signsIn(`nobody-${n}@shop.example`, "some other password").catch((error) => error.code),
    );
    const codes = new Set(await Promise.all(tried));
    expect([...codes].sort()).toEqual(["overloaded", "sign_in_refused"]);
    expect(await signsIn(email, own)).toEqual({ next: "desk" });
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

describe("a one-time password", () => {
  const given = async () => {
    const email = `${randomUUID()}@shop.example`;
    const made = await addStaff({ name: "Sora", email, role: "support" }, { by: "operator", now: now() });
    return { email, password: made.oneTimePassword };
  };

  test("opens the desk once, also of two who use it at the same moment", async () => {
    const { email, password } = await given();
    const answers = await Promise.all(
      [1, 2, 3].map(() =>
        signsIn(email, password).then(
          ({ next }) => next,
          ({ code }) => code,
        ),
      ),
    );
    expect(answers.toSorted()).toEqual(["change_password", "sign_in_refused", "sign_in_refused"]);
    await expect(signsIn(email, password)).rejects.toMatchObject({ code: "sign_in_refused" });
  });

  test("opens nothing after three days", async () => {
    const { email, password } = await given();
    letPass(days(3) + 1);
    await expect(signsIn(email, password)).rejects.toMatchObject({ code: "sign_in_refused" });
  });
});

describe("a password of one's own", () => {
  test.each([
    "password1234",
    "123456789012",
    "qwertyuiop12",
    "twotrack1234",
    "aaaaaaaaaaaa",
    "P@ssw0rd!2024",
    "asdfghjkl;123",
    "sora-kang-twotrack",
    "their own address",
  ])("is not one that is tried first: %s", async (wanted) => {
    const { browser, email } = await signedIn();
    const common = wanted === "their own address" ? email : wanted;
    await expect(changePassword({ current: own, wanted: common }, browser.moment())).rejects.toMatchObject({
      code: "password_too_common",
      details: { errors: [{ field: "new_password" }] },
    });
  });

  test.each(["three odd lanterns hum", "dlrjsqlalfqjsgh12", "푸른 고래가 달린다 17"])(
    "may be %s",
    async (wanted) => {
      const { browser } = await aMember("viewer", "Sora Kang");
      browser.take(await changePassword({ current: own, wanted }, browser.moment()));
    },
  );

  // One account serves all refusals: none of them gets as far as a change.
  let member: ReturnType<typeof aMember> | undefined;
  const signedIn = () => {
    member ??= aMember("viewer", "Sora Kang");
    return member;
  };
});

describe("a session", () => {
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

describe("a browser that is known", () => {
  const guess = "a guess, and another";
  /** What ten wrong passwords from elsewhere leave behind. */
  const guessed = async (email: string) => {
    const wrong = async () => {
      throw new Problem("sign_in_refused", "");
    };
    for (let n = 0; n < 10; n++) await limitPassword(email, wrong).catch(() => {});
  };

  test("signs in while somebody elsewhere has locked the account, and has ten tries of its own", async () => {
    const { email, browser } = await aMember();
    browser.take(await signOut(browser.headers()));
    await guessed(email);
    await expect(signsIn(email, own)).rejects.toMatchObject({ code: "too_many_requests" });
    expect(await signsIn(email, own, browser)).toEqual({ next: "desk" });
    const tries = await Promise.all(
      Array.from({ length: 12 }, () => signsIn(email, guess, browser).catch(({ code }) => code)),
    );
    expect(tries.filter((code) => code === "sign_in_refused")).toHaveLength(10);
    await expect(signsIn(email, own, browser)).rejects.toMatchObject({ code: "too_many_requests" });
  });

  test("is known for whoever signed in with it, and for nobody else; a forged cookie is none", async () => {
    const [sora, minho] = [await aMember(), await aMember("manager", "Minho")];
    await guessed(minho.email);
    await expect(signsIn(minho.email, own, sora.browser)).rejects.toMatchObject({
      code: "too_many_requests",
    });
    const [, device = ""] = /device=([^;]+)/.exec(sora.browser.headers().get("cookie") ?? "") ?? [];
    const forged = new Headers({
      cookie: `twotrack-desk.device=${device.replace(sora.staff.id, minho.staff.id)}`,
    });
    const entering = signIn({ email: minho.email, password: own }, forged);
    await expect(entering).rejects.toMatchObject({ code: "too_many_requests" });
    expect(await signsIn(minho.email, own, minho.browser)).toEqual({ next: "desk" });
  });

  test("an account that somebody locked is open again when a manager resets it; what was known before is known no more", async () => {
    const boss = await aMember();
    const { email, staff, browser } = await aMember("support");
    await guessed(email);
    letPass(1);
    const { oneTimePassword } = await resetStaff(staff.id, { by: boss.staff, now: now() });
    expect(await signsIn(email, oneTimePassword)).toEqual({ next: "change_password" });
    await guessed(email);
    await expect(signsIn(email, own, browser)).rejects.toMatchObject({ code: "too_many_requests" });
  });
});

describe("where a second factor is asked of everybody", () => {
  const of = (who: "managers" | "all") => {
    const settings = env();
    settings.secondFactorOf = who;
    onTestFinished(() => {
      settings.secondFactorOf = "nobody";
    });
  };

  test("who has none gets no further than to set one up, and cannot end it", async () => {
    of("managers");
    const { browser } = await aMember();
    await expect(requireStaff(browser.headers())).rejects.toMatchObject({ code: "second_factor_required" });
    const begun = await beginSecondFactor(own, browser.moment());
    browser.take(await finishSecondFactor(codeOf(begun.uri, new Date()), browser.moment()));
    expect(await requireStaff(browser.headers())).toMatchObject({ role: "manager" });
    const proof = { recovery_code: begun.recovery_codes[0] ?? "" };
    await expect(endSecondFactor({ password: own, proof }, browser.moment())).rejects.toMatchObject({
      code: "second_factor_required",
    });
  });

  test.each([
    ["managers", true],
    ["all", false],
  ] as const)("of %s: support may work without one: %s", async (who, may) => {
    of(who);
    const { browser } = await aMember("support");
    const working = await requireStaff(browser.headers()).then(
      () => true,
      ({ code }) => code,
    );
    expect(working).toBe(may || "second_factor_required");
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

  test("a code opens the door once, whoever is faster, and so does none from before it", async () => {
    const { email, uri } = await withApp();
    const codeAt = (ms: number) => ({ code: codeOf(uri, later(new Date(), ms)) });
    const proves = async (proof: { code: string }, phones: number) => {
      const browsers = Array.from({ length: phones }, () => aBrowser());
      for (const browser of browsers) await signsIn(email, own, browser);
      return Promise.all(
        browsers.map((browser) =>
          proveSecondFactor(proof, browser.headers()).then(
            ({ body }) => body.next,
            ({ code }) => code,
          ),
        ),
      );
    };
    // With it the app was set up.
    expect(await proves(codeAt(0), 1)).toEqual(["second_factor_refused"]);
    letPass(minutes(1));
    const refused = "second_factor_refused";
    expect((await proves(codeAt(0), 3)).toSorted()).toEqual(["desk", refused, refused]);
    expect(await proves(codeAt(-30_000), 1)).toEqual([refused]);
    expect(await proves(codeAt(30_000), 1)).toEqual(["desk"]);
    expect(await proves(codeAt(0), 1)).toEqual([refused]);
  });

  test("a refused code may be followed by a right one without the password again", async () => {
    const { email, uri } = await withApp();
    const phone = aBrowser();
    await signsIn(email, own, phone);
    const used = { code: codeOf(uri, new Date()) };
    await expect(proveSecondFactor(used, phone.headers())).rejects.toMatchObject({
      code: "second_factor_refused",
    });
    letPass(minutes(1));
    const fresh = { code: codeOf(uri, new Date()) };
    expect(phone.take(await proveSecondFactor(fresh, phone.headers()))).toEqual({ next: "desk" });
  });

  test("of many codes at once ten are judged, over all challenges, and the right one is not among those after", async () => {
    const { email, uri } = await withApp();
    letPass(minutes(1));
    const phones = [aBrowser(), aBrowser(), aBrowser(), aBrowser()];
    for (const phone of phones) await signsIn(email, own, phone);
    const tries = await Promise.all(
      Array.from({ length: 24 }, (_, n) =>
        proveSecondFactor({ code: "000000" }, (phones[n % 4] ?? aBrowser()).headers()).catch(
          ({ code }) => code,
        ),
      ),
    );
    expect(tries.filter((code) => code === "too_many_requests")).toHaveLength(14);
    const right = proveSecondFactor({ code: codeOf(uri, new Date()) }, (phones[0] ?? aBrowser()).headers());
    await expect(right).rejects.toMatchObject({ code: "too_many_requests" });
  });

  test("to end it takes a code of it: the password alone is not enough", async () => {
    const { browser, uri } = await withApp();
    const used = { code: codeOf(uri, new Date()) };
    await expect(endSecondFactor({ password: own, proof: used }, browser.moment())).rejects.toMatchObject({
      code: "second_factor_refused",
    });
    letPass(minutes(1));
    const proof = { code: codeOf(uri, new Date()) };
    browser.take(await endSecondFactor({ password: own, proof }, browser.moment()));
    expect(await sessionOf(browser.headers())).toMatchObject({ hasSecondFactor: false });
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
    const { browser, recovery_codes } = await withApp();
    const proof = { recovery_code: recovery_codes[0] ?? "" };
    const wrong = "not the password";
    await expect(endSecondFactor({ password: wrong, proof }, browser.moment())).rejects.toMatchObject({
      code: "wrong_password",
    });
    await expect(renewRecoveryCodes(wrong, browser.moment())).rejects.toMatchObject({
      code: "wrong_password",
    });
    await expect(beginSecondFactor(own, browser.moment())).rejects.toMatchObject({
      code: "second_factor_on",
    });
    browser.take(await endSecondFactor({ password: own, proof }, browser.moment()));
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
