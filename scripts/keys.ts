import "./kit/usage.mjs";
import "./load-env";
import "./kit/tell-refusals";
import { allKeys } from "@/db/api-keys";
import { keepChainKey } from "@/db/chain-key";
import type { ApiKey } from "@/db/schema";
import { closeStore, db } from "@/db/store";
import { makeKey, revokeKey } from "@/lib/access/api-keys";
import { now } from "@/lib/clock";
import { type ApiScope, apiScopes } from "@/lib/contracts/scopes";
import { resealStaff } from "@/lib/desk/staff/auth";
import { resealAccounts } from "@/lib/payments/refunds/reseal-accounts";
import { resealEndpoints } from "@/lib/webhooks/secrets";

// `npm run keys` lists the API keys; `npm run keys -- make NAME SCOPE…` creates one; `npm run keys -- revoke ID`
// revokes one. `npm run keys -- reseal` encrypts with the first secret of SESSION_SECRET and of REFUND_ACCOUNT_KEY
// whatever a later one encrypted.
const operator = "operator";
const day = (at: Date) => at.toISOString().slice(0, 10);
const isScope = (word: string): word is ApiScope => apiScopes.some((scope) => scope === word);

const [command, ...words] = process.argv.slice(2);
if (command === "make") await make(words);
else if (command === "revoke") await revoke(words[0] ?? "");
else if (command === "reseal") await reseal();
else if (command === undefined) await list();
else fail(`Unknown command: ${command}`);
await closeStore();

async function make([name = "", ...scopes]: string[]) {
  const strange = scopes.filter((scope) => !isScope(scope));
  if (name === "" || scopes.length === 0 || strange.length > 0)
    return fail(`A key needs a name and at least one of these scopes: ${apiScopes.join(", ")}.`);
  const { key, row } = await makeKey({ name, scopes: scopes.filter(isScope) }, { by: operator, now: now() });
  console.log(
    `${key}\n\nIt is shown only once. Its ID is ${row.id}, and its scopes are ${row.scopes.join(", ")}.`,
  );
}

async function revoke(id: string) {
  if (await revokeKey(id, { by: operator, now: now() })) console.log(`${id} is revoked.`);
  else fail(`There is no active key ${id}.`);
}

async function list() {
  const keys = await allKeys(db);
  console.log(
    keys.length > 0 ? keys.map(lineOf).join("\n") : "No keys yet: npm run keys -- make NAME SCOPE…",
  );
}

async function reseal() {
  const chain = await keepChainKey();
  const found = {
    "authenticator apps": await resealStaff(),
    "refund accounts": await resealAccounts(),
    "webhook endpoints": await resealEndpoints(),
    "key of the audit log": { today: 0, anew: 0, unreadable: 0, [chain]: 1 },
  };
  for (const [what, { today, anew, unreadable }] of Object.entries(found))
    console.log(`${what}: ${anew} encrypted again, ${today} already were, ${unreadable} cannot be read`);
  if (Object.values(found).some(({ unreadable }) => unreadable > 0))
    fail(
      "\nWhat cannot be read was encrypted with a secret that is not set: put that one after the current one in SESSION_SECRET or " +
        "REFUND_ACCOUNT_KEY, with a comma, and run this again. Otherwise remove these apps (`npm run staff -- remove-app " +
        "EMAIL`) and ask for these accounts again at the desk.",
    );
  else console.log("\nNothing of this needs the secrets after the first any more.");
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
