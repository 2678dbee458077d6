import "./load-env";
import { allKeys } from "@/db/api-keys";
import type { ApiKey } from "@/db/schema";
import { closeStore, db } from "@/db/store";
import { makeKey, revokeKey } from "@/lib/admin/api-keys";
import { now } from "@/lib/clock";
import { type ApiScope, apiScopes } from "@/lib/contracts/scopes";

// `npm run keys` lists the API keys; `npm run keys -- make NAME SCOPE…` makes one; `npm run keys -- revoke ID` ends one.
const operator = "operator";
const day = (at: Date) => at.toISOString().slice(0, 10);
const isScope = (word: string): word is ApiScope => apiScopes.some((scope) => scope === word);

const [command, ...words] = process.argv.slice(2);
if (command === "make") await make(words);
else if (command === "revoke") await revoke(words[0] ?? "");
else if (command === undefined) await list();
else fail(`There is no ${command}.`);
await closeStore();

async function make([name = "", ...scopes]: string[]) {
  const strange = scopes.filter((scope) => !isScope(scope));
  if (name === "" || scopes.length === 0 || strange.length > 0)
    return fail(`A key needs a name and at least one of these scopes: ${apiScopes.join(", ")}.`);
  const { key, row } = await makeKey({ name, scopes: scopes.filter(isScope) }, { by: operator, now: now() });
  console.log(
    `${key}\n\nThis is the only time it is shown. Its id is ${row.id}, and it may ${row.scopes.join(", ")}.`,
  );
}

async function revoke(id: string) {
  if (await revokeKey(id, { by: operator, now: now() })) console.log(`${id} opens nothing any more.`);
  else fail(`There is no key ${id} that still opens anything.`);
}

async function list() {
  const keys = await allKeys(db);
  console.log(
    keys.length > 0 ? keys.map(lineOf).join("\n") : "No keys yet: npm run keys -- make NAME SCOPE…",
  );
}

function lineOf({ id, name, scopes, createdAt, lastUsedAt, revokedAt }: ApiKey) {
  const standing = revokedAt
    ? `revoked ${day(revokedAt)}`
    : `last used ${lastUsedAt ? day(lastUsedAt) : "never"}`;
  return `${id}  ${name}  ${scopes.join(", ")}  made ${day(createdAt)}, ${standing}`;
}

function fail(why: string) {
  console.error(why);
  process.exitCode = 1;
}
