import { refundsWithAccount, writeSealedAccount } from "@/db/refunds";
import { db, transaction } from "@/db/store";
import { decryptAccount, encryptAccount, standingOf } from "../engine/refund-account";

/** How many accounts were under today's key, were encrypted anew with it, or could not be decrypted. */
export type Resealed = { today: number; anew: number; unreadable: number };

/**
 * Encrypts the accounts of pending refunds with today's key if an older key of REFUND_ACCOUNT_KEY encrypted them. Safe
 * to repeat, even while shops run: an account that changed meanwhile is left as it is.
 */
export async function resealAccounts(): Promise<Resealed> {
  const count = { today: 0, anew: 0, unreadable: 0 };
  for (const { id, account } of await refundsWithAccount(db)) {
    if (!account) continue;
    const standing = standingOf(id, account);
    if (standing !== "older") {
      count[standing] += 1;
      continue;
    }
    const anew = encryptAccount(id, decryptAccount(id, account));
    await transaction((tx) => writeSealedAccount(tx, id, account, anew));
    count.anew += 1;
  }
  return count;
}
