import { createHash } from "node:crypto";
import {
  allKeys,
  confirmKey as confirmInDatabase,
  revokeKey as endKey,
  insertApiKey,
  keyByHash,
  noteKeyUse,
} from "@/db/api-keys";
import { recordAudit } from "@/db/audit";
import type { ApiKey, KeyCaps } from "@/db/schema";
import { db, transaction } from "@/db/store";
import { later, minutes, newId, now, randomCode } from "../clock";
import type { ApiScope } from "../contracts/scopes";
import { newsToManagers } from "../desk/staff/manager-letters";
import { type Act, actorOf, assertMay, entryOf, type Staff } from "../desk/staff/permissions";
import { assertSecond, needsSecondManager, secondManager } from "../desk/staff/second-manager";
import { noteSubject } from "../log";
import { Problem } from "../problem";
import { env } from "../settings/env";

/** Identifies our keys, also for tools that scan for leaked ones. */
const prefix = "twotrack_";

export type NewKey = {
  name: string;
  scopes: ApiScope[];
  /** Its refund caps; the shop's defaults if absent. */
  caps?: KeyCaps | undefined;
};

/**
 * Creates an API key. The key is shown only once, since only its hash is stored. A key that may refund does not work
 * until a second manager has confirmed it, if the shop has one. Throws `forbidden`.
 */
export async function makeKey({ name, scopes, caps }: NewKey, act: Act) {
  assertMay(act.by, "keys:manage");
  const kept = scopes.includes("refunds:write") ? (caps ?? env().keyRefundCaps) : null;
  const { actor } = entryOf(act);
  const awaitsManager = kept !== null && (await needsSecondManager(act));
  const key = `${prefix}${randomCode(40)}`;
  const letters = kept && (await newsToManagers(act, "key_made", { name }));
  const row = await transaction(async (tx) => {
    await letters?.queue(tx);
    const made = await insertApiKey(tx, {
      id: newId("key"),
      name,
      hash: hashOf(key),
      scopes,
      caps: kept,
      madeBy: actor,
      awaitsManager,
      createdAt: act.now,
    });
    await recordAudit(tx, {
      ...entryOf(act),
      action: "key_made",
      subject: made.id,
      detail: { name, scopes, ...(kept && { caps: kept, awaits_manager: awaitsManager }) },
    });
    return made;
  });
  return { key, row };
}

/**
 * Confirms, as a second manager, a key that may refund. Throws `forbidden`, `not_found` if no key with this ID is
 * waiting, `second_manager_required` if the caller created the key.
 */
export async function confirmKey(id: string, act: Act & { by: Staff }): Promise<void> {
  assertMay(act.by, "keys:manage");
  const key = (await allKeys(db)).find((one) => one.id === id && one.awaitsManager);
  if (!key) throw noneWaits();
  await assertSecond(act.by, key.madeBy);
  await transaction(async (tx) => {
    const confirmed = await confirmInDatabase(tx, id, actorOf(act.by));
    if (!confirmed) throw noneWaits();
    await recordAudit(tx, {
      ...entryOf(act),
      action: "key_confirmed",
      subject: id,
      detail: { name: confirmed.name, made_by: confirmed.madeBy },
    });
  });
}

const noneWaits = () => new Problem("not_found", "No key with this ID is waiting for confirmation.");

/** Revokes a key immediately and permanently. Returns false if no active key has this ID. Throws `forbidden`. */
export async function revokeKey(id: string, act: Act): Promise<boolean> {
  assertMay(act.by, "keys:manage");
  return transaction(async (tx) => {
    const ended = await endKey(tx, id, act.now);
    if (ended)
      await recordAudit(tx, {
        ...entryOf(act),
        action: "key_revoked",
        subject: id,
        detail: { name: ended.name },
      });
    return ended !== undefined;
  });
}

/**
 * All keys, oldest first, each with whether this manager may confirm it. The keys themselves are not stored. Throws
 * `forbidden`.
 */
export async function keysAtDesk(by: Staff) {
  assertMay(by, "keys:manage");
  const [keys, isSecond] = await Promise.all([allKeys(db), secondManager(by)]);
  return keys.map((key) => ({
    ...key,
    mayConfirm: key.awaitsManager && key.revokedAt === null && isSecond(key.madeBy),
  }));
}

/** How often the last use of a key is recorded, in milliseconds, so that not every request writes. */
const useNotedEveryMs = minutes(1);

/**
 * Returns the API key of a request if it has the scope. Throws `unauthorized` without a valid key, `forbidden` if the
 * key lacks the scope or is not confirmed yet.
 */
export async function keyFor(scope: ApiScope, headers: Pick<Headers, "get">): Promise<ApiKey> {
  const [, given] = /^Bearer (\S+)$/i.exec(headers.get("authorization") ?? "") ?? [];
  const key = given?.startsWith(prefix) ? await keyByHash(db, hashOf(given)) : undefined;
  if (!key || key.revokedAt)
    throw new Problem("unauthorized", "This request requires a valid API key. Send it as a bearer token.", {
      headers: { "www-authenticate": "Bearer" },
    });
  noteSubject(`key:${key.id}`);
  if (!key.scopes.includes(scope)) throw new Problem("forbidden", `This API key lacks the scope ${scope}.`);
  if (key.awaitsManager) throw new Problem("forbidden", "A second manager must confirm this API key first.");
  const at = now();
  if (!key.lastUsedAt || key.lastUsedAt <= later(at, -useNotedEveryMs))
    await transaction((tx) => noteKeyUse(tx, key.id, later(at, -useNotedEveryMs), at));
  return key;
}

const hashOf = (key: string) => createHash("sha256").update(key).digest("hex");
