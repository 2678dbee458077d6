// @module-tag slow
import { randomUUID } from "node:crypto";
import { beforeAll, expect, test } from "vitest";
import { days, later, now } from "../../clock";
import type { Role } from "../../contracts/roles";
import { addStaff, changeStaff, removeFactor, resetStaff, vouchFor, writeStaff } from "./accounts";
import { assertIndependent } from "./independence";
import { everybody } from "./people";
import { actorOf, type Staff } from "./permissions";

const at = now();
const nextWeek = later(at, days(7));
const nextYear = later(at, days(365));

/** Somebody added by a colleague or the operator. */
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

test("two managers whom the operator added approve each other's refunds at once", async () => {
  expect(await mayAgree(minho, sora, at)).toBe(true);
  expect(await mayAgree(sora, minho, at)).toBe(true);
});

test("a person never approves what an account they made asks for, nor that account theirs", async () => {
  const puppet = await letIn(sora);
  const second = await letIn(puppet);
  expect(await mayAgree(puppet, sora, nextWeek)).toBe(refused);
  expect(await mayAgree(second, sora, nextWeek)).toBe(refused);
  expect(await mayAgree(puppet, minho, at)).toBe(refused);
  expect(await mayAgree(puppet, minho, nextWeek)).toBe(true);
});

test("a person who made or reset an account never approves its requests, nor that account theirs", async () => {
  const [support, jiwoo] = [await letIn(sora, "support"), await letIn("operator")];
  await resetStaff(jiwoo.id, { by: sora, now: at });
  for (const one of [support, jiwoo])
    for (const when of [at, nextWeek, nextYear]) {
      expect(await mayAgree(one, sora, when)).toBe(refused);
      expect(await mayAgree(sora, one, when)).toBe(refused);
    }
  expect(await mayAgree(minho, support, at)).toBe(true);
  expect(await mayAgree(minho, jiwoo, at)).toBe(true);
});

test("of two people who reset an account at once, neither is forgotten", async () => {
  const jiwoo = await letIn("operator");
  const colleagues = await Promise.all([letIn("operator"), letIn("operator"), letIn("operator")]);
  await Promise.all(colleagues.map((by) => resetStaff(jiwoo.id, { by, now: at })));
  for (const one of colleagues) expect(await mayAgree(jiwoo, one, nextYear)).toBe(refused);
  expect(await mayAgree(jiwoo, minho, nextYear)).toBe(true);
});

test("whoever made an account also counts as maker of the accounts that it made, at any distance", async () => {
  const first = await letIn(sora);
  const second = await letIn(first);
  const support = await letIn(second, "support");
  expect(await mayAgree(sora, support, nextYear)).toBe(refused);
  expect(await mayAgree(first, support, nextYear)).toBe(refused);
  expect(await mayAgree(minho, support, at)).toBe(true);
});

test("two accounts that one person made do not approve each other's requests", async () => {
  const [one, another] = [await letIn(sora), await letIn(sora, "support")];
  expect(await mayAgree(one, another, nextYear)).toBe(refused);
  const made = await letIn(one, "support");
  expect(await mayAgree(another, made, nextYear)).toBe(refused);
});

test("no later reset makes the maker of an account forgotten, nor one in between", async () => {
  const puppet = await letIn(sora);
  const support = await letIn(puppet, "support");
  await resetStaff(puppet.id, { by: minho, now: at });
  await resetStaff(puppet.id, { by: "operator", now: at });
  await vouchFor(puppet.id, { by: "operator", now: at });
  expect(await mayAgree(puppet, sora, at)).toBe(true);
  expect(await mayAgree(sora, support, nextYear)).toBe(refused);
  await resetStaff(support.id, { by: "operator", now: at });
  expect(await mayAgree(sora, support, nextYear)).toBe(refused);
  await vouchFor(support.id, { by: "operator", now: at });
  expect(await mayAgree(sora, support, at)).toBe(true);
});

test("a first manager and one whom she added approve each other once the operator has vouched, and so do their accounts", async () => {
  const first = await letIn("operator");
  const second = await letIn(first);
  expect(await mayAgree(second, first, nextYear)).toBe(refused);
  await vouchFor(second.id, { by: "operator", now: at });
  await changeStaff(second.id, { disabled: false }, { by: "operator", now: at });
  expect(await mayAgree(second, first, at)).toBe(true);
  expect(await mayAgree(first, second, at)).toBe(true);
  const support = await letIn(first, "support");
  expect(await mayAgree(second, support, at)).toBe(true);
  expect(await mayAgree(first, support, nextYear)).toBe(refused);
});

test("an account of an earlier release knows only its last maker, and nobody where none is stored", async () => {
  const [made, of] = [await letIn(sora), await letIn("operator")];
  await writeStaff(made.id, { knownTo: null });
  await writeStaff(of.id, { knownTo: null, madeBy: null });
  expect(await mayAgree(sora, made, nextYear)).toBe(refused);
  expect(await mayAgree(sora, of, at)).toBe(true);
  await resetStaff(made.id, { by: minho, now: at });
  expect((await everybody()).find(({ id }) => id === made.id)?.knownTo).toEqual([
    actorOf(sora),
    actorOf(minho),
  ]);
});

test("removing an account's app counts like making it, and the earlier maker still counts", async () => {
  const jiwoo = await letIn(minho);
  await writeStaff(jiwoo.id, { twoFactorEnabled: true });
  await removeFactor(jiwoo.id, { by: sora, now: at });
  for (const one of [sora, minho]) {
    expect(await mayAgree(jiwoo, one, nextWeek)).toBe(refused);
    expect(await mayAgree(one, jiwoo, nextYear)).toBe(refused);
  }
  await vouchFor(jiwoo.id, { by: "operator", now: at });
  expect(await mayAgree(jiwoo, sora, at)).toBe(true);
});

test("the operator vouches for an account: from then on only its owner counts", async () => {
  const jiwoo = await letIn(sora);
  await vouchFor(jiwoo.id, { by: "operator", now: at });
  expect(await mayAgree(jiwoo, sora, at)).toBe(true);
});

test("anybody can approve what the shop or a shopper asked for", async () => {
  await expect(assertIndependent(minho, "shopper", at)).resolves.toBeUndefined();
});
