import { randomBytes } from "node:crypto";
import { db, transaction } from "@/db/store";
import { endpoints, writeEndpoint } from "@/db/webhooks";
import { keysFor, sealer } from "../desk/staff/sealer";

const purpose = "webhook endpoints";
const { seal, open } = sealer(purpose);

export { open as openSecret, seal as sealSecret };

/** A secret in the format of the Standard Webhooks specification, with 192 random bits. */
export const newSecret = () => `whsec_${randomBytes(24).toString("base64")}`;

/** Encrypts with the first secret of SESSION_SECRET what a later one encrypted. */
export async function resealEndpoints() {
  const count = { today: 0, anew: 0, unreadable: 0 };
  const [{ version }] = await keysFor(purpose);
  for (const { id, secret } of await endpoints(db)) {
    if (secret.startsWith(`$ba$${version}$`)) {
      count.today++;
      continue;
    }
    const known = await open(secret).catch(() => undefined);
    if (known === undefined) {
      count.unreadable++;
      continue;
    }
    const sealed = await seal(known);
    // The secret before the last rotation signs for a day only.
    await transaction((tx) =>
      writeEndpoint(tx, id, { secret: sealed, previousSecret: null, previousUntil: null }),
    );
    count.anew++;
  }
  return count;
}
