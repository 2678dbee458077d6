import { createHash } from "node:crypto";
import type { DBAdapter, DBTransactionAdapter } from "better-auth/adapters";

type Where = Parameters<DBAdapter["findOne"]>[0]["where"];

/**
 * The prefix of a stored token. A token without it was stored in clear text by an earlier release, and is not accepted.
 */
export const hiddenPrefix = "sha256:";

/** The stored form of a session token. A token has 190 random bits, so a fast hash is enough. */
export const hidden = (token: string) =>
  `${hiddenPrefix}${createHash("sha256").update(token).digest("base64url")}`;

/**
 * The library's database, with session tokens stored as hashes: read access to the database opens no session. The
 * library has no option for this. A session looked up by its token is returned with that token; a list of sessions has
 * hashes, which cannot be used to end one: end those by ID.
 */
export const withHiddenTokens = (inner: DBAdapter): DBAdapter => ({
  ...hiding(inner),
  transaction: (work) => inner.transaction((trx) => work(hiding(trx))),
});

const hiding = <Inner extends DBTransactionAdapter>(inner: Inner): Inner => ({
  ...inner,
  create: async (given: { model: string; data: Record<string, unknown> }) => {
    const token = tokenIn(given.model, given.data);
    if (token === undefined) return inner.create(given);
    const made = await inner.create<Record<string, unknown>>({
      ...given,
      data: { ...given.data, token: hidden(token) },
    });
    return { ...made, token };
  },
  findOne: async (given: { model: string; where: Where }) => {
    const found = await inner.findOne(hideIn(given));
    return shownAs(given, found);
  },
  findMany: (given: { model: string; where?: Where }) => inner.findMany(hideIn(given)),
  count: (given: { model: string; where?: Where }) => inner.count(hideIn(given)),
  update: async (given: { model: string; where: Where; update: Record<string, unknown> }) => {
    const written = await inner.update(hideIn(given));
    return shownAs(given, written);
  },
  updateMany: (given: { model: string; where: Where; update: Record<string, unknown> }) =>
    inner.updateMany(hideIn(given)),
  delete: (given: { model: string; where: Where }) => inner.delete(hideIn(given)),
  deleteMany: (given: { model: string; where: Where }) => inner.deleteMany(hideIn(given)),
  consumeOne: async (given: { model: string; where: Where }) =>
    shownAs(given, await inner.consumeOne(hideIn(given))),
});

const tokenIn = (model: string, data: Record<string, unknown>) =>
  model === "session" && typeof data.token === "string" ? data.token : undefined;

/** The same query with hashes instead of tokens. */
function hideIn<Given extends { model: string; where?: Where | undefined }>(given: Given): Given {
  if (given.model !== "session" || !given.where) return given;
  const where = given.where.map((condition) => {
    if (condition.field !== "token") return condition;
    if (typeof condition.value === "string") return { ...condition, value: hidden(condition.value) };
    if (Array.isArray(condition.value))
      return { ...condition, value: condition.value.map((token) => hidden(String(token))) };
    throw new Error("A session is looked up by whole tokens.");
  });
  return { ...given, where };
}

/** A row looked up by its token is returned with that token, not its hash. */
function shownAs<Row>({ model, where }: { model: string; where: Where }, row: Row): Row {
  if (model !== "session" || typeof row !== "object" || row === null) return row;
  const token = where.find(({ field }) => field === "token")?.value;
  return typeof token === "string" ? { ...row, token } : row;
}
