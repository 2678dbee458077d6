// @module-tag slow
import { randomUUID } from "node:crypto";
import { beforeAll, describe, expect, test } from "vitest";
import { auditOf } from "@/db/audit";
import { staffLettersTo } from "@/db/staff-letters";
import { db } from "@/db/store";
import { confirmKey, keyFor, keysAtDesk, makeKey, revokeKey } from "../../access/api-keys";
import { days, later, now } from "../../clock";
import type { Role } from "../../contracts/roles";
import { addStaff, changeStaff, removeFactor, resetStaff, writeStaff } from "./accounts";
import { everybody } from "./people";
import type { Staff } from "./permissions";

// New managers, resets of managers and keys that can refund need a second manager, if there is one.

const letIn = async (by: Staff | "operator", role: Role = "manager") => {
  const person = { name: "Sora", email: `${randomUUID().slice(0, 8)}@shop.example`, role };
  const { id, awaitsManager } = await addStaff(person, { by, now: now() });
  return { staff: { ...person, id }, awaitsManager };
};
const act = (by: Staff, at = now()) => ({ by, address: "198.51.100.7", now: at });
const isOpen = async ({ id }: Staff) => !(await everybody()).find((one) => one.id === id)?.disabled;
const refused = { code: "second_manager_required" };

describe("a shop with one manager", () => {
  test("lets her add staff and make keys alone", async () => {
    const { staff: only } = await letIn("operator");
    expect((await letIn(only, "support")).awaitsManager).toBe(false);
    const key = { name: "Back office", scopes: ["refunds:write" as const] };
    expect((await makeKey(key, act(only))).row.awaitsManager).toBe(false);
    const second = await letIn(only);
    expect(second.awaitsManager).toBe(false);
    // From here on there are two managers.
    const third = await letIn(only);
    expect(third.awaitsManager).toBe(true);
    // An account she created herself does not count as another person.
    const opening = changeStaff(third.staff.id, { disabled: false }, act(second.staff));
    await expect(opening).rejects.toMatchObject(refused);
  });
});

describe("a shop with managers whom the operator added", () => {
  let sora: Staff;
  let minho: Staff;
  beforeAll(async () => {
    [sora, minho] = [(await letIn("operator")).staff, (await letIn("operator")).staff];
  });

  test("keeps a new manager's account closed until another manager opens it, and not support's", async () => {
    const { staff, awaitsManager } = await letIn(sora);
    expect(awaitsManager).toBe(true);
    expect(await isOpen(staff)).toBe(false);
    await expect(changeStaff(staff.id, { disabled: false }, act(sora))).rejects.toMatchObject(refused);
    await changeStaff(staff.id, { disabled: false }, act(minho));
    expect(await isOpen(staff)).toBe(true);
    expect((await letIn(sora, "support")).awaitsManager).toBe(false);
  });

  test("keeps a promoted manager's account closed until a manager other than the promoter opens it", async () => {
    const { staff } = await letIn(sora, "support");
    await changeStaff(staff.id, { role: "manager" }, act(sora));
    expect(await isOpen(staff)).toBe(false);
    const both = changeStaff(staff.id, { role: "manager", disabled: false }, act(sora));
    await expect(both).rejects.toMatchObject(refused);
    await changeStaff(staff.id, { disabled: false }, act(minho));
    expect(await isOpen(staff)).toBe(true);
  });

  test("does not let a manager open a closed account that they promoted", async () => {
    const { staff } = await letIn("operator", "support");
    await changeStaff(staff.id, { disabled: true }, act(sora));
    await changeStaff(staff.id, { role: "manager" }, act(sora));
    await expect(changeStaff(staff.id, { disabled: false }, act(sora))).rejects.toMatchObject(refused);
    await changeStaff(staff.id, { disabled: false }, act(minho));
    expect(await isOpen(staff)).toBe(true);
  });

  test("keeps a reset manager's account closed until a third manager opens it", async () => {
    const { staff } = await letIn("operator");
    expect(await resetStaff(staff.id, act(sora))).toMatchObject({ awaitsManager: true });
    await expect(changeStaff(staff.id, { disabled: false }, act(sora))).rejects.toMatchObject(refused);
    await changeStaff(staff.id, { disabled: false }, act(minho));
    expect(await isOpen(staff)).toBe(true);
  });

  test("keeps a manager's account without its app closed until a third manager opens it, whoever made it", async () => {
    const { staff } = await letIn("operator");
    await writeStaff(staff.id, { twoFactorEnabled: true });
    expect(await removeFactor(staff.id, act(sora))).toEqual({ awaitsManager: true });
    expect(await isOpen(staff)).toBe(false);
    await expect(changeStaff(staff.id, { disabled: false }, act(sora))).rejects.toMatchObject(refused);
    await changeStaff(staff.id, { disabled: false }, act(minho));
    expect(await isOpen(staff)).toBe(true);
  });

  test("does not let the remover of its app open a closed account, though another one gave the password", async () => {
    const { staff } = await letIn("operator");
    await writeStaff(staff.id, { twoFactorEnabled: true });
    await resetStaff(staff.id, act(minho));
    await removeFactor(staff.id, act(sora));
    for (const one of [minho, sora])
      await expect(changeStaff(staff.id, { disabled: false }, act(one))).rejects.toMatchObject(refused);
    const { staff: third } = await letIn("operator");
    await changeStaff(staff.id, { disabled: false }, act(third));
    expect(await isOpen(staff)).toBe(true);
  });

  test("keeps an API key that can refund inactive until another manager has confirmed it, once", async () => {
    const { key, row } = await makeKey(
      { name: "Back office", scopes: ["refunds:write", "orders:read"] },
      act(sora),
    );
    const headers = new Headers({ authorization: `Bearer ${key}` });
    for (const scope of ["refunds:write", "orders:read"] as const)
      await expect(keyFor(scope, headers)).rejects.toMatchObject({ code: "forbidden" });
    const mayConfirm = async (by: Staff) =>
      (await keysAtDesk(by)).find(({ id }) => id === row.id)?.mayConfirm;
    expect([await mayConfirm(sora), await mayConfirm(minho)]).toEqual([false, true]);
    await expect(confirmKey(row.id, act(sora))).rejects.toMatchObject(refused);
    await confirmKey(row.id, act(minho));
    expect(await mayConfirm(minho)).toBe(false);
    expect(await keyFor("refunds:write", headers)).toMatchObject({ id: row.id });
    await expect(confirmKey(row.id, act(minho))).rejects.toMatchObject({ code: "not_found" });
    expect((await auditOf(db, row.id)).map(({ action }) => action)).toEqual(["key_made", "key_confirmed"]);
    const reads = await makeKey({ name: "Reports", scopes: ["orders:read"] }, act(sora));
    expect(reads.row.awaitsManager).toBe(false);
  });

  test("does not let the maker of an account confirm its keys, nor that account the maker's", async () => {
    const { staff: puppet } = await letIn(sora);
    await changeStaff(puppet.id, { disabled: false }, act(minho));
    const { row } = await makeKey({ name: "Back office", scopes: ["refunds:write"] }, act(puppet));
    await expect(confirmKey(row.id, act(sora))).rejects.toMatchObject(refused);
    const { staff: another } = await letIn(puppet);
    await expect(changeStaff(another.id, { disabled: false }, act(sora))).rejects.toMatchObject(refused);
    await changeStaff(another.id, { disabled: false }, act(minho));
    const { row: second } = await makeKey({ name: "Back office", scopes: ["refunds:write"] }, act(another));
    for (const maker of [sora, puppet])
      await expect(confirmKey(second.id, act(maker))).rejects.toMatchObject(refused);
    for (const { id } of [row, second]) await confirmKey(id, act(minho));
  });

  test("does not let two accounts of one maker confirm each other's keys, however old they are", async () => {
    const [one, another] = [(await letIn(sora)).staff, (await letIn(sora)).staff];
    for (const { id } of [one, another]) await changeStaff(id, { disabled: false }, act(minho));
    const { row } = await makeKey({ name: "Back office", scopes: ["refunds:write"] }, act(one));
    const nextYear = act(another, later(now(), days(365)));
    await expect(confirmKey(row.id, nextYear)).rejects.toMatchObject(refused);
    await confirmKey(row.id, act(minho));
  });

  test("does not report a key as confirmed that was revoked before", async () => {
    const { row } = await makeKey({ name: "Back office", scopes: ["refunds:write"] }, act(sora));
    await revokeKey(row.id, act(sora));
    await expect(confirmKey(row.id, act(minho))).rejects.toMatchObject({ code: "not_found" });
    expect((await auditOf(db, row.id)).map(({ action }) => action)).toEqual(["key_made", "key_revoked"]);
  });

  test("emails managers about new staff, resets and keys that can refund, and the person who was reset", async () => {
    const [jiwoo, boss] = [(await letIn("operator", "support")).staff, (await letIn("operator")).staff];
    await letIn(sora);
    await letIn(sora, "viewer");
    await resetStaff(jiwoo.id, act(sora));
    await makeKey({ name: "<Back> office", scopes: ["refunds:write"] }, act(sora));
    await makeKey({ name: "Reports", scopes: ["orders:read"] }, act(sora));
    const told = await staffLettersTo(db, boss.email);
    expect(told.map(({ news, by }) => [news, by])).toEqual([
      ["staff_added", "Sora"],
      ["staff_added", "Sora"],
      ["staff_reset", "Sora"],
      ["key_made", "Sora"],
    ]);
    expect((await staffLettersTo(db, sora.email)).map(({ news }) => news)).toContain("key_made");
    expect((await staffLettersTo(db, jiwoo.email)).map(({ news }) => news)).toEqual(["staff_reset"]);
  });

  test("still needs another manager for a day after all the others were closed; the operator needs nobody", async () => {
    const people = (await everybody()).filter(
      ({ id, role, disabled }) => id !== sora.id && role === "manager" && !disabled,
    );
    for (const { id } of people) await changeStaff(id, { disabled: true }, act(sora));
    expect((await letIn(sora)).awaitsManager).toBe(true);
    const key = { name: "Back office", scopes: ["refunds:write" as const] };
    expect((await makeKey(key, act(sora))).row.awaitsManager).toBe(true);
    expect((await makeKey(key, act(sora, later(now(), days(1) + 1)))).row.awaitsManager).toBe(false);
    expect((await makeKey(key, { by: "operator", now: now() })).row.awaitsManager).toBe(false);
  });
});
