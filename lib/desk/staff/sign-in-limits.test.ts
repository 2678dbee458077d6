// @module-tag slow
import { describe, expect, test } from "vitest";
import { auditOf } from "@/db/audit";
import { db } from "@/db/store";
import { aMember, own, signsIn } from "@/testing/desk-session";
import { latch } from "@/testing/latch";
import { stopMachineClock } from "@/testing/machine-clock";
import { minutes, now } from "../../clock";
import { limitPassword } from "../../limits/desk";
import type { queueOf } from "../../limits/queue";
import { Problem } from "../../problem";
import { resetStaff } from "./accounts";
import { signIn, signOut } from "./session";

// The library that manages passwords reads the machine's clock.
const letPass = stopMachineClock();

/** Keeps every hashing slot busy until the returned function is called. */
function allHashingIsHeld(): () => void {
  const inTurn = (globalThis as typeof globalThis & { twotrackHashing?: ReturnType<typeof queueOf> })
    .twotrackHashing;
  if (!inTurn) throw new Error("Nothing was hashed yet.");
  const held = latch();
  for (let n = 0; n < 2; n += 1) void inTurn(() => held.opened);
  return held.open;
}

describe("guessing passwords", () => {
  test("ten wrong passwords lock the account for a while, for the right one too, and then it opens again", async () => {
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

  test("the right password after nine wrong ones gives all tries back", async () => {
    const { email } = await aMember();
    for (const wrong of [9, 1]) {
      for (let n = 0; n < wrong; n++) await signsIn(email, "a guess, and another").catch(() => {});
      expect(await signsIn(email, own)).toEqual({ next: "desk" });
    }
  });

  test("many sign-ins at once wait in a short line; beyond it they are told so, and lose no try", async () => {
    const { email } = await aMember();
    const free = allHashingIsHeld();
    const emails = Array.from({ length: 40 }, (_, n) => `nobody-${n}@shop.example`);
    const codes = new Map<string, string>();
    const signingIn = emails.map(async (one) => {
      const code = await signsIn(one, "some other password").then(
        () => "in",
        (error) => String(error.code),
      );
      codes.set(one, code);
    });
    // At most sixteen wait, whoever came first.
    await expect.poll(() => codes.size).toBeGreaterThanOrEqual(24);
    free();
    await Promise.all(signingIn);
    expect([...new Set(codes.values())].sort()).toEqual(["overloaded", "sign_in_refused"]);
    for (const one of emails)
      expect(await auditOf(db, one)).toHaveLength(codes.get(one) === "sign_in_refused" ? 1 : 0);
    expect(await signsIn(email, own)).toEqual({ next: "desk" });
  });
});

describe("a known browser", () => {
  const guess = "a guess, and another";
  /** The state after ten wrong passwords from elsewhere. */
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

  test("is known for the person who signed in with it, and for nobody else; a forged cookie is not", async () => {
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

  test("is forgotten when a manager resets a locked account, which is then open again", async () => {
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
