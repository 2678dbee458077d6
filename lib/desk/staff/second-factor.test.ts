// @module-tag slow
import { describe, expect, onTestFinished, test } from "vitest";
import { auditOf } from "@/db/audit";
import { db } from "@/db/store";
import { codeOf } from "@/testing/authenticator";
import { aBrowser, aMember, own, signsIn } from "@/testing/desk-session";
import { stopMachineClock } from "@/testing/machine-clock";
import { later, minutes } from "../../clock";
import { withRequestId } from "../../log";
import { env } from "../../settings/env";
import { beginSecondFactor, endSecondFactor, finishSecondFactor, renewRecoveryCodes } from "./account";
import { actorOf } from "./permissions";
import { proveSecondFactor, requireStaff, sessionOf } from "./session";

// The library that manages passwords reads the machine's clock.
const letPass = stopMachineClock();

describe("where a second factor is required", () => {
  const of = (who: "managers" | "all") => {
    const settings = env();
    settings.secondFactorOf = who;
    onTestFinished(() => {
      settings.secondFactorOf = "nobody";
    });
  };

  test("a manager without one can only set one up, and cannot end it", async () => {
    of("managers");
    const { browser } = await aMember();
    await expect(requireStaff(browser.headers())).rejects.toMatchObject({ code: "second_factor_required" });
    const begun = browser.take(await beginSecondFactor(own, browser.moment()));
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
  ] as const)("of %s, support may work without one: %s", async (who, may) => {
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
    const begun = browser.take(await beginSecondFactor(own, browser.moment()));
    browser.take(await finishSecondFactor(codeOf(begun.uri, new Date()), browser.moment()));
    return { ...member, ...begun };
  }

  test("counts once it has proved the secret, and is asked for from then on", async () => {
    const { email, browser } = await aMember();
    const begun = browser.take(await beginSecondFactor(own, browser.moment()));
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

  test("opens nothing with a code before the password, or with a guessed one", async () => {
    const { email, uri, staff } = await withApp();
    const code = codeOf(uri, new Date());
    const stranger = aBrowser();
    await expect(proveSecondFactor({ code }, stranger.headers())).rejects.toMatchObject({
      code: "second_factor_refused",
    });
    await signsIn(email, own, stranger);
    for (let n = 0; n < 12; n++)
      await withRequestId("req_test", () => proveSecondFactor({ code: "000000" }, stranger.headers())).catch(
        () => {},
      );
    const told = await auditOf(db, actorOf(staff));
    expect(told.filter(({ action }) => action === "second_factor_refused")).toHaveLength(10);
    expect(await sessionOf(stranger.headers())).toBeUndefined();
  });

  test("opens the desk once per code, also in a race, and with no earlier code", async () => {
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
    // The code the app was set up with.
    expect(await proves(codeAt(0), 1)).toEqual(["second_factor_refused"]);
    letPass(minutes(1));
    const refused = "second_factor_refused";
    expect((await proves(codeAt(0), 3)).toSorted()).toEqual(["desk", refused, refused]);
    expect(await proves(codeAt(-30_000), 1)).toEqual([refused]);
    letPass(30_000);
    expect(await proves(codeAt(0), 1)).toEqual(["desk"]);
    expect(await proves(codeAt(0), 1)).toEqual([refused]);
  });

  test("has codes that are accepted while they are shown, and not one step before or after", async () => {
    const { email, uri } = await withApp();
    letPass(minutes(1));
    const begin = Math.ceil(Date.now() / 30_000) * 30_000;
    letPass(begin - Date.now());
    const [early, late] = [30_000, 0].map((ms) => ({ code: codeOf(uri, later(new Date(), ms)) }));
    const phone = aBrowser();
    await signsIn(email, own, phone);
    const proves = async (proof = { code: "" }) =>
      phone.take(await proveSecondFactor(proof, phone.headers()));
    await expect(proves(early)).rejects.toMatchObject({ code: "second_factor_refused" });
    letPass(30_000);
    await expect(proves(late)).rejects.toMatchObject({ code: "second_factor_refused" });
    expect(await proves(early)).toEqual({ next: "desk" });
  });

  test("whose clock is wrong is not set up, because its codes would open nothing", async () => {
    const { browser } = await aMember();
    const { uri } = browser.take(await beginSecondFactor(own, browser.moment()));
    for (const off of [-30_000, 30_000])
      await expect(
        finishSecondFactor(codeOf(uri, later(new Date(), off)), browser.moment()),
      ).rejects.toMatchObject({ code: "second_factor_refused" });
    browser.take(await finishSecondFactor(codeOf(uri, new Date()), browser.moment()));
    expect(await sessionOf(browser.headers())).toMatchObject({ hasSecondFactor: true });
  });

  test("accepts a right code after a refused one without the password again", async () => {
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

  test("has at most ten of many simultaneous codes judged, over all challenges", async () => {
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

  test("is only removed with a code: the password alone is not enough", async () => {
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

  test("has recovery codes that open the desk once; new ones replace the earlier ones", async () => {
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
    const fresh = browser.take(await renewRecoveryCodes(own, browser.moment()));
    await expect(recovers(second)).rejects.toMatchObject({ code: "second_factor_refused" });
    expect(await recovers(fresh.recovery_codes[0] ?? "")).toBeDefined();
  });

  test("is only set up, removed and given codes with the password, even while signed in", async () => {
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
