// @module-tag slow
import { randomUUID } from "node:crypto";
import { beforeAll, expect, test } from "vitest";
import { days, later, now } from "../clock";
import type { Role } from "../contracts/roles";
import { assertIndependent } from "./independence";
import { addStaff, removeFactor, resetStaff, vouchFor, writeStaff } from "./people";
import { actorOf, type Staff } from "./staff";

const at = now();
const nextWeek = later(at, days(7));

/** Somebody whom a colleague, or the operator, lets in. */
async function letIn(by: Staff | "operator", role: Role = "manager"): Promise<Staff> {
  const person = { name: "Sora", email: `${randomUUID().slice(0, 8)}@shop.example`, role };
  const { id } = await addStaff(person, { by, now: at });
  return { ...person, id };
}

const mayAgree = (approver: Staff, asker: Staff, when: Date) =>
  assertIndependent(approver, actorOf(asker), when).then(
    () => true,
    ({ code }) => code,
  );
const refused = "approver_not_independent";

let sora: Staff;
let minho: Staff;
beforeAll(async () => {
  [sora, minho] = [await letIn("operator"), await letIn("operator")];
});

test("two managers whom the operator let in agree to each other's, at once", async () => {
  expect(await mayAgree(minho, sora, at)).toBe(true);
  expect(await mayAgree(sora, minho, at)).toBe(true);
});

test("whoever made an account is never approved by it, nor by what it made", async () => {
  const puppet = await letIn(sora);
  const second = await letIn(puppet);
  expect(await mayAgree(puppet, sora, nextWeek)).toBe(refused);
  expect(await mayAgree(second, sora, nextWeek)).toBe(refused);
  expect(await mayAgree(puppet, minho, at)).toBe(refused);
  expect(await mayAgree(puppet, minho, nextWeek)).toBe(true);
});

test("whoever reset an account is not approved by it, and for a day does not approve what it asks for", async () => {
  const jiwoo = await letIn("operator");
  await resetStaff(jiwoo.id, { by: sora, now: at });
  expect(await mayAgree(jiwoo, sora, nextWeek)).toBe(refused);
  expect(await mayAgree(sora, jiwoo, at)).toBe(refused);
  expect(await mayAgree(minho, jiwoo, at)).toBe(true);
  expect(await mayAgree(sora, jiwoo, nextWeek)).toBe(true);
});

test("whoever took an account's app away is as near to it as who made it, and the one before stays so", async () => {
  const jiwoo = await letIn(minho);
  await writeStaff(jiwoo.id, { twoFactorEnabled: true });
  await removeFactor(jiwoo.id, { by: sora, now: at });
  for (const one of [sora, minho]) {
    expect(await mayAgree(jiwoo, one, nextWeek)).toBe(refused);
    expect(await mayAgree(one, jiwoo, at)).toBe(refused);
  }
  await vouchFor(jiwoo.id, { by: "operator", now: at });
  expect(await mayAgree(jiwoo, sora, at)).toBe(true);
});

test("the operator vouches for an account: it is its owner's from then on", async () => {
  const jiwoo = await letIn(sora);
  await vouchFor(jiwoo.id, { by: "operator", now: at });
  expect(await mayAgree(jiwoo, sora, at)).toBe(true);
});

test("what the shop or a shopper asked for is anybody's to agree to", async () => {
  await expect(assertIndependent(minho, "shopper", at)).resolves.toBeUndefined();
});
