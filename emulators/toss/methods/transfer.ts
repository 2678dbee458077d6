import type { z } from "zod";
import { refuse } from "../errors";
import { limits, transferRefundDays } from "../rules";
import { findBank } from "./banks";
import { chooseCashReceipt } from "./cash-receipt";
import type { TransferChoice } from "./choices";
import { type Method, settlementStatus } from "./method";
import { findOutcome, transferOutcomes } from "./outcomes";
import type { TransferWish } from "./wishes";

/** A transfer straight from the buyer's bank account. */
export const transfer: Method<TransferChoice, z.output<typeof TransferWish>> = {
  ko: "계좌이체",
  en: "TRANSFER",
  refundDays: transferRefundDays,

  choose(wish) {
    const bank = findBank(wish.bank ?? "WOORI");
    const outcome = findOutcome(wish.outcome, transferOutcomes);
    if (!bank) return refuse("INVALID_BANK");
    if (!outcome) return refuse("INVALID_REQUEST");
    const cashReceipt = chooseCashReceipt(wish.cashReceipt);
    return { method: "TRANSFER", bank: bank.code, cashReceipt, outcome: outcome.id };
  },

  refusalAtAuthentication: ({ outcome }) =>
    findOutcome(outcome, transferOutcomes)?.refusedAtAuthentication ?? null,

  declineAtConfirm({ amount }, { outcome }) {
    if (amount < limits.TRANSFER.from) return "BELOW_MINIMUM_AMOUNT";
    if (amount > limits.TRANSFER.to) return "EXCEEDS_TRANSFER_AMOUNT_MAXIMUM";
    return findOutcome(outcome, transferOutcomes)?.declinedAtConfirm ?? null;
  },

  print: (_, { bank }, __, { paidOut }) => ({
    transfer: { bankCode: bank, settlementStatus: settlementStatus(paidOut) },
  }),
};
