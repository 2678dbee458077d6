import { type Refusal, refuse } from "../errors";
import { findReceivingBank } from "../methods/banks";
import type { RefundReceiveAccount } from "../methods/choices";

export type AskedRefundAccount = {
  bank: string;
  accountNumber: string;
  holderName: string;
};

/** Account holders that always behave the same way. */
const holders = { mismatch: ["예금주불일치", "MISMATCH"], closed: ["입금불가", "CLOSED"] };

/** The account a deposit is refunded to, if the bank accepts it. */
export function checkRefundAccount(asked: AskedRefundAccount): RefundReceiveAccount | Refusal {
  const { accountNumber, holderName } = asked;
  const bank = findReceivingBank(asked.bank);
  if (!bank) return refuse("INVALID_BANK");
  if (!/^\d{1,20}$/.test(accountNumber)) return refuse("INVALID_REFUND_ACCOUNT_NUMBER");
  if (holders.mismatch.includes(holderName)) return refuse("INVALID_REFUND_ACCOUNT_INFO");
  if (holders.closed.includes(holderName)) return refuse("FORBIDDEN_BANK_REFUND_REQUEST");
  return { bankCode: bank.code, accountNumber, holderName };
}
