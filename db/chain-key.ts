import { createCipheriv, createDecipheriv, createHash, randomBytes } from "node:crypto";
import { raise } from "@/lib/alarms/raise";
import { signedWithEach } from "@/lib/hmac";
import { secretsIn } from "./session-secrets";
import { replaceSetting, settingIn } from "./settings";
import { type Tx, transaction } from "./store";

// The key that seals the audit log and the books. It is generated once and stored in the database, encrypted with
// SESSION_SECRET: reading or writing the database is not enough to make seals, and rotating the secret re-encrypts one
// row instead of sealing everything again.

const name = "chain_key";
const boundTo = "seals of the audit log and the books";

let known: Buffer | undefined;

/**
 * The key, 32 bytes. Undefined, with an alarm, if no secret of SESSION_SECRET decrypts it: what must be written is then
 * written without a seal.
 */
export async function chainKey(tx: Tx): Promise<Buffer | undefined> {
  if (known) return known;
  const wrapping = signedWithEach(await secretsIn(tx), boundTo);
  const { value, stood } = await settingIn(tx, name, () => wrap(randomBytes(32), wrapping[0]));
  const key = unwrap(value, wrapping);
  if (!key) raiseAlarm();
  // A key made in this unit of work is gone if the unit is rolled back, so it is not cached.
  if (stood) known = key;
  return key;
}

/**
 * Creates the key if there is none, and re-encrypts it with the current secret if an older one encrypted it. Returns
 * its state: `today` if the current secret encrypted it, `anew` if it was re-encrypted, `unreadable` if no secret of
 * SESSION_SECRET decrypts it.
 */
export const keepChainKey = (): Promise<"today" | "anew" | "unreadable"> =>
  transaction(async (tx) => {
    const wrapping = signedWithEach(await secretsIn(tx), boundTo);
    const { value } = await settingIn(tx, name, () => wrap(randomBytes(32), wrapping[0]));
    if (unwrap(value, [wrapping[0]])) return "today";
    const key = unwrap(value, wrapping);
    if (!key) return "unreadable";
    await replaceSetting(tx, name, value, wrap(key, wrapping[0]));
    return "anew";
  });

/**
 * Replaces the key with a new one, and returns both. Seals made with the old one no longer match: call this only to
 * seal everything again in the same unit of work. Throws if the key cannot be decrypted.
 */
export async function drawChainKey(tx: Tx): Promise<{ before: Buffer; after: Buffer }> {
  const wrapping = signedWithEach(await secretsIn(tx), boundTo);
  const after = randomBytes(32);
  const { value } = await settingIn(tx, name, () => wrap(randomBytes(32), wrapping[0]));
  const before = unwrap(value, wrapping);
  if (!before) throw new Error("SESSION_SECRET does not open the key of the chains.");
  await replaceSetting(tx, name, value, wrap(after, wrapping[0]));
  known = undefined;
  return { before, after };
}

/** Clears the cached key, for tests that change the secret. */
export const forgetChainKey = () => {
  known = undefined;
};

const cipher = "aes-256-gcm";
const keyFrom = (wrapping: string) => createHash("sha256").update(wrapping).digest();

/** Nonce, tag and ciphertext, in that order. */
function wrap(key: Buffer, wrapping: string): string {
  const nonce = randomBytes(12);
  const sealing = createCipheriv(cipher, keyFrom(wrapping), nonce).setAAD(Buffer.from(boundTo));
  const text = Buffer.concat([sealing.update(key), sealing.final()]);
  return Buffer.concat([nonce, sealing.getAuthTag(), text]).toString("base64url");
}

function unwrap(wrapped: string, wrappings: string[]): Buffer | undefined {
  const bytes = Buffer.from(wrapped, "base64url");
  for (const wrapping of wrappings) {
    try {
      const opening = createDecipheriv(cipher, keyFrom(wrapping), bytes.subarray(0, 12), {
        authTagLength: 16,
      })
        .setAAD(Buffer.from(boundTo))
        .setAuthTag(bytes.subarray(12, 28));
      return Buffer.concat([opening.update(bytes.subarray(28)), opening.final()]);
    } catch {
      // Encrypted with another secret.
    }
  }
  return undefined;
}

let alarmed = false;

function raiseAlarm() {
  if (alarmed) return;
  alarmed = true;
  raise(
    "chain_key_lost",
    {},
    "SESSION_SECRET does not open the key of the audit log: rows are written without a seal until the secret before it " +
      "stands after it in SESSION_SECRET",
  );
}
