import { createCipheriv, createDecipheriv, randomBytes } from "node:crypto";
import { z } from "zod";
import { findBank } from "../../contracts/banks";
import { Problem } from "../../problem";
import { env } from "../../settings/env";

/** The bank account that a deposit is refunded to. */
export type RefundAccount = z.output<typeof Account>;

const Account = z.object({
  /** The bank's two-digit code. */
  bank: z.string(),
  accountNumber: z.string(),
  holderName: z.string(),
});

const cipher = "aes-256-gcm";
const nonceBytes = 12;
const tagBytes = 16;

/**
 * Encrypts an account for storage, bound to its refund, so that it cannot be decrypted for another row. Throws
 * `not_configured` if the shop has no key for it.
 */
export function encryptAccount(refundId: string, account: RefundAccount): string {
  const nonce = randomBytes(nonceBytes);
  const sealing = createCipheriv(cipher, accountKey(), nonce).setAAD(Buffer.from(refundId));
  const body = Buffer.concat([sealing.update(JSON.stringify(account), "utf8"), sealing.final()]);
  return Buffer.concat([nonce, sealing.getAuthTag(), body]).toString("base64url");
}

/**
 * Decrypts a stored account. Throws if none of this shop's keys encrypted it for this refund, and `not_configured` if
 * the shop has no key.
 */
export function decryptAccount(refundId: string, sealed: string): RefundAccount {
  accountKey();
  const account = firstThatOpens(refundId, sealed);
  if (!account) throw new Error("No key of REFUND_ACCOUNT_KEY opens this account.");
  return account.opened;
}

/** Which key opens an encrypted account: today's, an older one, or none of this shop's. */
export function standingOf(refundId: string, sealed: string): "today" | "older" | "unreadable" {
  const found = firstThatOpens(refundId, sealed);
  if (!found) return "unreadable";
  return found.at === 0 ? "today" : "older";
}

function firstThatOpens(refundId: string, sealed: string) {
  for (const [at, key] of env().refundAccountKeys.entries()) {
    try {
      return { at, opened: opened(refundId, sealed, key) };
    } catch {
      // Encrypted with another key.
    }
  }
  return undefined;
}

function opened(refundId: string, sealed: string, key: Buffer): RefundAccount {
  const bytes = Buffer.from(sealed, "base64url");
  const opening = createDecipheriv(cipher, key, bytes.subarray(0, nonceBytes))
    .setAAD(Buffer.from(refundId))
    .setAuthTag(bytes.subarray(nonceBytes, nonceBytes + tagBytes));
  const text =
    opening.update(bytes.subarray(nonceBytes + tagBytes), undefined, "utf8") + opening.final("utf8");
  return Account.parse(JSON.parse(text));
}

function accountKey(): Buffer {
  const [today] = env().refundAccountKeys;
  if (!today)
    throw new Problem(
      "not_configured",
      "This shop has no REFUND_ACCOUNT_KEY, so it cannot store refund accounts.",
    );
  return today;
}

/** What the audit log keeps of an account: bank, holder and last four digits, enough to show later who was paid. */
export const accountInAudit = ({ bank, accountNumber, holderName }: RefundAccount) => ({
  bank,
  last_digits: accountNumber.slice(-4),
  holder: holderName,
});

/**
 * What let a shopper name an account: the browser that placed the order, or the link in an email. Looking up the order
 * does not.
 */
export type AccountProof = "browser" | "letter";

export type ShoppersAccount = { account: RefundAccount; proof: AccountProof };

/** What the audit log keeps of an account that a shopper named. */
export const namedInAudit = ({ account, proof }: ShoppersAccount) => ({
  account: accountInAudit(account),
  named_by: proof,
});

type NamedAccount = { bank: string; account_number: string; holder_name: string };

/** Converts an account from a request, in which the bank may be a code or a name. */
export const accountOf = ({ bank, account_number, holder_name }: NamedAccount): RefundAccount => ({
  bank: findBank(bank)?.code ?? bank,
  accountNumber: account_number,
  holderName: holder_name,
});
