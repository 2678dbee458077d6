// @module-tag slow
import { describe, expect, test } from "vitest";
import { auditOf } from "@/db/audit";
import { db } from "@/db/store";
import { codeOf } from "@/testing/authenticator";
import { aMember, own, signsIn } from "@/testing/desk-session";
import { now } from "../clock";
import { beginSecondFactor, finishSecondFactor } from "./account";
import { addStaff, changeStaff, everybody, firstManager, resetStaff } from "./people";
import { requireStaff, sessionOf } from "./session";
import { actorOf, type Staff } from "./staff";

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
