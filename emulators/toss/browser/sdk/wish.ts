import type { CarrierCode } from "../../methods/carriers";
import type { FreePlan, Wish } from "../../methods/wishes";
import { isAbsent, isObject, type Properties } from "./shape";

/** What the window is opened with if `payment()` names the method; the request was checked before. */
export function wishOf(request: Properties): Wish {
  const options = (name: string): Properties => (isObject(request[name]) ? request[name] : {});
  switch (request.method) {
    case "VIRTUAL_ACCOUNT":
      return { method: "VIRTUAL_ACCOUNT", ...forAccount(request, options("virtualAccount")) };
    case "TRANSFER":
      return { method: "TRANSFER", ...cashReceiptOf(options("transfer")) };
    case "MOBILE_PHONE":
      return mobilePhone(request, options("mobilePhone"));
    default:
      return card(options("card"));
  }
}

/** Merges the shop's request into the buyer's choice from the widget. */
export function joined(wish: Wish, request: Properties): Wish {
  const options = (name: string): Properties => (isObject(request[name]) ? request[name] : {});
  switch (wish.method) {
    case "VIRTUAL_ACCOUNT":
      return { ...wish, ...nameOf(request), ...cashReceiptOf(options("virtualAccount")) };
    case "MOBILE_PHONE":
      return { ...wish, ...phoneOf(request) };
    default:
      return wish;
  }
}

/** `DIRECT` opens the window of one card company or wallet; otherwise the wallet is ignored. */
function card(options: Properties): Wish {
  const { cardCompany, cardInstallmentPlan, maxCardInstallmentPlan, easyPay } = options;
  const plan = {
    installmentMonths: numberOr(null, cardInstallmentPlan),
    installmentMonthsMax: numberOr(null, maxCardInstallmentPlan),
  };
  if (options.flowMode === "DIRECT" && typeof easyPay === "string") {
    return { method: "EASY_PAY", provider: easyPay, ...plan };
  }
  return {
    method: "CARD",
    company: typeof cardCompany === "string" ? cardCompany : null,
    ...plan,
    ...(options.useAppCardOnly === true && { appCard: true }),
    ...(Array.isArray(options.freeInstallmentPlans) && {
      freeInstallmentPlans: options.freeInstallmentPlans as FreePlan[],
    }),
    ...(typeof options.useCardPoint === "boolean" && { cardPointsTicked: options.useCardPoint }),
  };
}

function forAccount(request: Properties, options: Properties) {
  const { validHours, dueDate, refundReceiveAccount: account } = options;
  return {
    ...nameOf(request),
    ...cashReceiptOf(options),
    validHours: numberOr(null, validHours),
    dueDate: typeof dueDate === "string" ? dueDate : null,
    ...(isObject(account) && {
      refundReceiveAccount: {
        bank: String(account.bankCode),
        accountNumber: String(account.accountNumber),
        holderName: String(account.holderName),
      },
    }),
  };
}

function mobilePhone(request: Properties, { mobileCarriers }: Properties): Wish {
  return {
    method: "MOBILE_PHONE",
    carriers: isAbsent(mobileCarriers) ? null : (mobileCarriers as CarrierCode[]),
    ...phoneOf(request),
  };
}

function cashReceiptOf({ cashReceipt }: Properties) {
  if (!isObject(cashReceipt)) return {};
  return { cashReceipt: { type: cashReceipt.type as "소득공제" | "지출증빙" | "미발행" } };
}

function nameOf({ customerName }: Properties) {
  return typeof customerName === "string" && customerName !== "" ? { customerName } : {};
}

function phoneOf({ customerMobilePhone }: Properties) {
  return typeof customerMobilePhone === "string" ? { phone: customerMobilePhone } : {};
}

function numberOr<Other>(other: Other, value: unknown): number | Other {
  return typeof value === "number" ? value : other;
}
