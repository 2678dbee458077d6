import type { z } from "zod";
import { seoulInstant } from "../../kit/text";
import { refuse } from "../errors";
import type { BankRefund, Payment } from "../payment";
import { depositRefundDays, depositRefundTakesMs, limits, refundAccountShownMs } from "../rules";
import { findBank, findReceivingBank, issuingBanks } from "./banks";
import { chooseCashReceipt } from "./cash-receipt";
import type { RefundReceiveAccount, VirtualAccountChoice } from "./choices";
import { chooseDue } from "./due";
import { type Method, settlementStatus } from "./method";
import { findOutcome, virtualAccountOutcomes } from "./outcomes";
import type { VirtualAccountWish } from "./wishes";

/** An account number for this buyer alone, which accepts exactly this amount. */
export const virtualAccount: Method<VirtualAccountChoice, z.output<typeof VirtualAccountWish>> = {
  ko: "가상계좌",
  en: "VIRTUAL_ACCOUNT",
  refundDays: depositRefundDays,

  choose(wish, _, now) {
    const bank = findBank(wish.bank ?? "WOORI", issuingBanks);
    const outcome = findOutcome(wish.outcome, virtualAccountOutcomes);
    if (!bank) return refuse("INVALID_BANK");
    if (!outcome) return refuse("INVALID_REQUEST");
    const dueAt = chooseDue(wish, now);
    if (typeof dueAt === "object") return dueAt;
    return {
      method: "VIRTUAL_ACCOUNT",
      bank: bank.code,
      customerName: wish.customerName ?? "김토스",
      dueAt,
      cashReceipt: chooseCashReceipt(wish.cashReceipt),
      refundReceiveAccount: readAccount(wish.refundReceiveAccount),
      outcome: outcome.id,
    };
  },

  refusalAtAuthentication: ({ outcome }) =>
    findOutcome(outcome, virtualAccountOutcomes)?.refusedAtAuthentication ?? null,

  declineAtConfirm({ amount }, { outcome }) {
    if (amount < limits.VIRTUAL_ACCOUNT.from) return "BELOW_MINIMUM_AMOUNT";
    return findOutcome(outcome, virtualAccountOutcomes)?.declinedAtConfirm ?? null;
  },

  print(payment, choice, language, { now, paidOut }) {
    const { account, requestedAt } = payment;
    return {
      virtualAccount: {
        accountType: language === "en" ? "NORMAL" : "일반",
        accountNumber: account?.number ?? "",
        bankCode: choice.bank,
        customerName: choice.customerName,
        depositorName: account?.depositorName ?? null,
        dueDate: seoulInstant(choice.dueAt),
        refundStatus: refundStatus(payment, now),
        expired: hasExpired(payment, now),
        settlementStatus: settlementStatus(paidOut),
        refundReceiveAccount:
          now < requestedAt + refundAccountShownMs ? (account?.refundReceiveAccount ?? null) : null,
      },
    };
  },
};

function readAccount(
  asked: z.output<typeof VirtualAccountWish>["refundReceiveAccount"],
): RefundReceiveAccount | null {
  if (!asked) return null;
  const { bank, accountNumber, holderName } = asked;
  return { bankCode: findReceivingBank(bank)?.code ?? bank, accountNumber, holderName };
}

/** Past its due date without a deposit. The status does not change, and no webhook is sent. */
export function hasExpired({ status, choice }: Payment, now: number): boolean {
  return status === "WAITING_FOR_DEPOSIT" && choice?.method === "VIRTUAL_ACCOUNT" && choice.dueAt <= now;
}

function refundStatus({ approvedAt, cancels, account }: Payment, now: number): BankRefund {
  const last = cancels.at(-1);
  if (approvedAt === null || !last) return "NONE";
  if (account?.refundStatus) return account.refundStatus;
  return now < last.at + depositRefundTakesMs ? "PENDING" : "COMPLETED";
}
