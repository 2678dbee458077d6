import type { z } from "zod";
import { refuse } from "../errors";
import type { Payment } from "../payment";
import { limits } from "../rules";
import { printCard, refusalOfPlan } from "./card";
import type { EasyPayChoice } from "./choices";
import { findCardCompany } from "./companies";
import type { Method } from "./method";
import { easyPayOutcomes, findOutcome } from "./outcomes";
import { findWallet } from "./wallets";
import type { EasyPayWish } from "./wishes";

const pointsUnasked = 1000;

/** A wallet: the parts of a payment, such as card and points, add up to its amount. */
export const easyPay: Method<EasyPayChoice, z.output<typeof EasyPayWish>> = {
  ko: "간편결제",
  en: "EASY_PAY",
  refundDays: null,

  choose(wish, amount) {
    const wallet = findWallet(wish.provider);
    const source = wish.source ?? "card";
    const points = wish.points ?? (source === "points" ? Math.min(pointsUnasked, amount) : 0);
    const company = source === "card" ? findCardCompany(wish.company ?? "SHINHAN") : null;
    const installmentMonths = source === "card" ? (wish.installmentMonths ?? 0) : 0;
    const outcome = findOutcome(wish.outcome, easyPayOutcomes);
    if (!wallet) return refuse("NOT_FOUND_METHOD");
    if (!wallet.sources.includes(source) || !outcome || company === undefined || points > amount) {
      return refuse("INVALID_REQUEST");
    }
    const refused = refusalOfPlan(installmentMonths, amount - points, wish.installmentMonthsMax);
    if (refused) return refused;
    return {
      method: "EASY_PAY",
      provider: wallet.code,
      source,
      company: company?.code ?? null,
      installmentMonths,
      points,
      outcome: outcome.id,
    };
  },

  refusalAtAuthentication: ({ outcome }) =>
    findOutcome(outcome, easyPayOutcomes)?.refusedAtAuthentication ?? null,

  declineAtConfirm({ amount }, { outcome, source }) {
    const { from } = source === "card" ? limits.EASY_PAY : limits.TRANSFER;
    if (amount < from) return "BELOW_MINIMUM_AMOUNT";
    return findOutcome(outcome, easyPayOutcomes)?.declinedAtConfirm ?? null;
  },

  print(payment, choice, language, { now }) {
    const wallet = findWallet(choice.provider);
    const { cardPart, moneyPart, points } = partsOf(payment, choice);
    const { company, installmentMonths } = choice;
    return {
      ...(company !== null && {
        card: printCard(payment, cardPart, { company, installmentMonths }, language, now),
      }),
      easyPay: {
        provider: language === "en" ? choice.provider : (wallet?.ko ?? choice.provider),
        amount: moneyPart,
        discountAmount: points,
      },
      easyPayAmount: moneyPart,
      easyPayDiscountAmount: points,
    };
  },
};

function partsOf({ amount }: Payment, { points, company }: EasyPayChoice) {
  const rest = amount - points;
  return { points, cardPart: company === null ? 0 : rest, moneyPart: company === null ? rest : 0 };
}
