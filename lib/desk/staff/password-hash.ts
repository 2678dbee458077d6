import { randomBytes, scrypt } from "node:crypto";
import { availableParallelism } from "node:os";
import { verifyPassword as verifyOfBefore } from "better-auth/crypto";
import { isSame } from "../../hmac";
import { queueOf } from "../../limits/queue";

/** scrypt's N (as log2), r and p: memory is 128·N·r bytes, time grows with N·r·p. */
type Cost = { ln: number; r: number; p: number };

/**
 * The cost of hashing a password: 32 MiB. Source: OWASP ASVS 5.0, appendix C, "Hash Functions for Password Storage",
 * scrypt: "p ≥ 3: N ≥ 2^15 (32 MiB), r = 8", the setting that needs the least memory.
 */
const today: Cost = { ln: 15, r: 8, p: 3 };

/** The cost the library used before; its hashes do not record it. */
const ofLibrary: Cost = { ln: 14, r: 16, p: 1 };

const keyBytes = 64;

/**
 * scrypt is expensive by design, so strangers must not be able to run it without limit: at most two at once, and never
 * on every core, or the shop would stall while somebody guesses passwords.
 */
const makeQueue = () =>
  queueOf({ atOnce: Math.max(1, Math.min(2, availableParallelism() - 1)), waiting: 16 });

// On globalThis because a bundler may load this module twice, and two queues would allow twice as many.
const scope = globalThis as typeof globalThis & { twotrackHashing?: ReturnType<typeof makeQueue> };

function inTurn<T>(work: () => Promise<T>): Promise<T> {
  scope.twotrackHashing ??= makeQueue();
  return scope.twotrackHashing(work);
}

/** The stored form of a password: `$scrypt$ln=15,r=8,p=3$salt$key`. Throws overloaded if too many wait. */
export const hashPassword = (password: string): Promise<string> =>
  inTurn(async () => {
    const salt = randomBytes(16);
    const key = await keyOf(password, salt, today);
    return `$scrypt$ln=${today.ln},r=${today.r},p=${today.p}$${salt.toString("base64url")}$${key.toString("base64url")}`;
  });

/** Whether `password` matches `hash`, at the current cost or an earlier one. Throws overloaded if too many wait. */
export const verifyPassword = ({ hash, password }: { hash: string; password: string }): Promise<boolean> =>
  inTurn(async () => {
    const parts = partsOf(hash);
    const fits = parts
      ? isSame(parts.key, (await keyOf(password, parts.salt, parts.cost)).toString("base64url"))
      : await verifyOfBefore({ hash, password });
    await makeUp(parts?.cost ?? ofLibrary, password);
    return fits;
  });

/**
 * Makes checking a cheaper, older hash take as long as a current one, so that timing does not reveal that an account
 * exists.
 */
async function makeUp({ ln, r, p }: Cost, password: string) {
  const missing = Math.round((2 ** today.ln * today.r * today.p - 2 ** ln * r * p) / (2 ** 14 * 8));
  if (missing > 0) await keyOf(password, randomBytes(16), { ln: 14, r: 8, p: missing });
}

/** Whether a hash was made at another cost than today's: it is hashed again when its owner signs in. */
export const isOutdated = (hash: string) => {
  const cost = partsOf(hash)?.cost;
  return !cost || cost.ln !== today.ln || cost.r !== today.r || cost.p !== today.p;
};

function partsOf(hash: string) {
  const [, ln, r, p, salt, key] = /^\$scrypt\$ln=(\d+),r=(\d+),p=(\d+)\$([\w-]+)\$([\w-]+)$/.exec(hash) ?? [];
  if (!salt || !key) return undefined;
  return { cost: { ln: Number(ln), r: Number(r), p: Number(p) }, salt: Buffer.from(salt, "base64url"), key };
}

const keyOf = (password: string, salt: Buffer, { ln, r, p }: Cost) =>
  new Promise<Buffer>((done, broke) => {
    const options = { N: 2 ** ln, r, p, maxmem: 256 * 2 ** ln * r };
    scrypt(password.normalize("NFKC"), salt, keyBytes, options, (error, key) =>
      error ? broke(error) : done(key),
    );
  });
