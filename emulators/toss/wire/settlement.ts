import { seoulInstant } from "../../kit/text";
import type { Language } from "../errors";
import { feeTotals, interestIn } from "../fees";
import { methods } from "../methods";
import type { Settlement } from "../settlement";
import type { Toss } from "../toss";
import { printCancel, printDetails } from "./payment";

/** A row of settlements in the format of the API: what its payment does not have is null. */
export function printSettlement(toss: Toss, row: Settlement, language: Language) {
  const payment = toss.payments.get(row.paymentKey);
  const canceled = payment?.cancels.find(({ transactionKey }) => transactionKey === row.id);
  const { fee, supplyAmount, vat } = feeTotals(row.fees);
  const { card, easyPay, mobilePhone, transfer, virtualAccount } = payment
    ? printDetails(toss, payment, language)
    : {};
  return {
    mId: row.mId,
    paymentKey: row.paymentKey,
    transactionKey: row.id,
    orderId: row.orderId,
    currency: row.currency,
    method: methods[row.method][language],
    amount: row.amount,
    interestFee: interestIn(row.fees),
    fees: row.fees,
    fee,
    supplyAmount,
    vat,
    payOutAmount: row.amount - fee,
    approvedAt: seoulInstant(row.approvedAt),
    soldDate: row.soldDate,
    paidOutDate: row.paidOutDate,
    card: card ?? null,
    easyPay: easyPay ?? null,
    giftCertificate: null,
    mobilePhone: mobilePhone ?? null,
    transfer: transfer ?? null,
    virtualAccount: virtualAccount ?? null,
    cancel: payment && canceled ? printCancel(payment, canceled) : null,
  };
}
