import { refundsWithAccount, writeSealedAccount } from "@/db/refunds";
import { db, transaction } from "@/db/store";
import { resealAccount } from "./refund-account";

/**
 * Encrypts with the key of today the accounts of refunds under way that the key before it encrypted. Afterward
 * REFUND_ACCOUNT_KEY_PREVIOUS is needed no more.
 */
export async function resealAccounts(): Promise<void> {
  for (const { id, account } of await refundsWithAccount(db)) {
    const resealed = account && resealAccount(id, account);
    if (resealed) await transaction((tx) => writeSealedAccount(tx, id, account, resealed));
  }
}
