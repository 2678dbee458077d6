// @module-tag slow
import { describe, expect, test } from "vitest";
import { auditOf } from "@/db/audit";
import { staffLettersTo } from "@/db/staff-letters";
import { db } from "@/db/store";
import { codeOf } from "@/testing/authenticator";
import { aBrowser, aMember, own, signsIn } from "@/testing/desk-session";
import { stopMachineClock } from "@/testing/machine-clock";
import { days, minutes, now } from "../../clock";
import { beginSecondFactor, finishSecondFactor } from "./account";
import { addStaff, changeStaff, firstManager, removeFactor, resetStaff } from "./accounts";
import { everybody } from "./people";
import { actorOf, type Staff } from "./permissions";
import { proveSecondFactor, requireStaff, sessionOf } from "./session";

// The library that manages passwords reads the machine's clock.
const letPass = stopMachineClock();

describe("staff accounts", () => {
  const act = (by: Staff) => ({ by, address: "198.51.100.7", now: now() });

  test("a manager adds a staff member, changes a role, and closes the account; each is in the audit log", async () => {
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

  test("nobody changes themselves, and only managers change others", async () => {
    const [boss, agent] = [await aMember(), await aMember("support")];
    await expect(changeStaff(boss.staff.id, { role: "viewer" }, act(boss.staff))).rejects.toMatchObject({
      code: "not_yourself",
    });
    for (const forbidden of [
      () => changeStaff(boss.staff.id, { role: "viewer" }, act(agent.staff)),
      () => resetStaff(boss.staff.id, act(agent.staff)),
      () => removeFactor(boss.staff.id, act(agent.staff)),
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

  async function withApp() {
    const member = await aMember("support");
    const { browser } = member;
    const { uri } = browser.take(await beginSecondFactor(own, browser.moment()));
    browser.take(await finishSecondFactor(codeOf(uri, now()), browser.moment()));
    return { ...member, uri };
  }

  test("a forgotten password is replaced by a new one, and the app is still asked for", async () => {
    const boss = await aMember();
    const { staff, email, browser, uri } = await withApp();
    const { oneTimePassword } = await resetStaff(staff.id, act(boss.staff));
    expect(await sessionOf(browser.headers())).toBeUndefined();
    await expect(signsIn(email, own)).rejects.toMatchObject({ code: "sign_in_refused" });
    const anew = aBrowser();
    expect(await signsIn(email, oneTimePassword, anew)).toEqual({ next: "second_factor" });
    expect(await sessionOf(anew.headers())).toBeUndefined();
    letPass(minutes(1));
    const proof = { code: codeOf(uri, now()) };
    expect(anew.take(await proveSecondFactor(proof, anew.headers()))).toEqual({ next: "change_password" });
    expect(await sessionOf(anew.headers())).toMatchObject({ hasSecondFactor: true });
  });

  test("a staff member who lost the app signs in with the password alone, and sets up another", async () => {
    const boss = await aMember();
    const { staff, email, browser } = await withApp();
    expect(await removeFactor(staff.id, act(boss.staff))).toEqual({ awaitsManager: false });
    expect(await sessionOf(browser.headers())).toBeUndefined();
    expect(await signsIn(email, own, browser)).toEqual({ next: "desk" });
    expect(await sessionOf(browser.headers())).toMatchObject({
      mustChangePassword: false,
      hasSecondFactor: false,
    });
    const { uri } = browser.take(await beginSecondFactor(own, browser.moment()));
    letPass(minutes(1));
    browser.take(await finishSecondFactor(codeOf(uri, now()), browser.moment()));

    const log = (await auditOf(db, actorOf(staff))).filter(({ actor }) => actor === actorOf(boss.staff));
    expect(log).toMatchObject([{ action: "staff_factor_removed", address: "198.51.100.7" }]);
    const told = await Promise.all([email, boss.email].map((to) => staffLettersTo(db, to)));
    for (const letters of told)
      expect(letters).toContainEqual(expect.objectContaining({ news: "staff_factor_removed", by: "Sora" }));
  });

  test("a missing app cannot be removed, and nobody removes their own", async () => {
    const [boss, { staff }] = [await aMember(), await aMember("viewer")];
    await expect(removeFactor(staff.id, act(boss.staff))).rejects.toMatchObject({
      code: "second_factor_off",
    });
    await expect(removeFactor(boss.staff.id, act(boss.staff))).rejects.toMatchObject({
      code: "not_yourself",
    });
    expect(await auditOf(db, actorOf(staff))).not.toContainEqual(
      expect.objectContaining({ action: "staff_factor_removed" }),
    );
  });

  test("a one-time password gets no more time when the app is removed", async () => {
    const boss = await aMember();
    const { staff, email } = await withApp();
    const { oneTimePassword } = await resetStaff(staff.id, act(boss.staff));
    letPass(days(3) + 1);
    await removeFactor(staff.id, act(boss.staff));
    await expect(signsIn(email, oneTimePassword)).rejects.toMatchObject({ code: "sign_in_refused" });
  });

  test("two people cannot share one email address", async () => {
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
