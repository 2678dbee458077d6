import { findCardCompany } from "../../methods/companies";
import { findWallet } from "../../methods/wallets";
import { installmentPlans } from "../../rules";
import {
  anything,
  both,
  flag,
  isObject,
  listOf,
  matching,
  notTogether,
  object,
  oneOf,
  type Shape,
  text,
  whole,
} from "./shape";

const escrow = {
  useEscrow: flag,
  escrowProducts: listOf(
    object({}, { id: text(), name: text(), code: text(), unitPrice: whole(), quantity: whole(1) }),
  ),
};
const cashReceipt = object({ type: oneOf("소득공제", "지출증빙", "미발행") });
const dateTime = matching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d$/);
const until = { validHours: whole(1), dueDate: dateTime };
const threeDS = object({}, { challengeMode: oneOf("CHALLENGE_REQUIRED") });
const dividedSettlements = listOf(
  object({ subMid: text(), amount: whole(), taxFreeAmount: whole(), productInfo: text() }),
);
const address = object(
  { country: matching(/^[A-Z]{2}$/), area2: text() },
  { line1: text(), line2: text(), area1: text(), postalCode: text() },
);
const products = listOf(
  object({
    name: text(100),
    quantity: whole(1),
    unitAmount: whole(),
    currency: text(3),
    description: text(),
  }),
);
const foreignDetails = {
  products,
  shipping: object({}, { fullName: text(), address }),
  paymentMethodOptions: object({}, { paypal: object({}, { setTransactionContext: anything }) }),
};

/** What the widgets' `requestPayment` accepts besides the order, for whichever method the buyer chooses. */
export const widgetOptions: Record<string, Shape> = {
  card: object({}, { taxExemptionAmount: whole(), appScheme: text(), threeDS }),
  transfer: both(object({}, { ...escrow, isCulturalExpenses: flag }), escrowNamesProducts),
  virtualAccount: both(object({}, { ...escrow, cashReceipt, isCulturalExpenses: flag }), escrowNamesProducts),
  foreignEasyPay: object({ country: matching(/^[A-Z]{2}$/) }, foreignDetails),
  subMerchantSetting: object(
    {},
    {
      normalClientKey: text(),
      keyinClientKey: text(),
      foreignEasyPayClientKey: text(),
      brandpayClientKey: text(),
      brandpayRedirectUrl: text(),
    },
  ),
};

const card = both(
  object(
    {},
    {
      ...escrow,
      ...until,
      taxExemptionAmount: whole(),
      flowMode: oneOf("DIRECT", "DEFAULT"),
      cardCompany: (value) => text()(value) && findCardCompany(String(value)) !== undefined,
      easyPay: (value) => text()(value) && findWallet(String(value)) !== undefined,
      cardInstallmentPlan: oneOf(...installmentPlans),
      maxCardInstallmentPlan: oneOf(...installmentPlans),
      freeInstallmentPlans: listOf(object({ company: text(), months: listOf(oneOf(...installmentPlans)) })),
      useCardPoint: flag,
      useAppCardOnly: flag,
      discountCode: text(),
      useInternationalCardOnly: flag,
      language: oneOf("KO", "EN", "JA", "ZH"),
      showEstimatedAmount: flag,
      threeDS,
      appScheme: text(),
      keyin: object({}, { selectableCardTypes: listOf(oneOf("PERSONAL", "CORPORATE", "FOREIGN")) }),
      showMobileAppHeader: flag,
      affiliateCards: listOf(object({ issuerCode: text(), cardProductCode: text() })),
      dividedSettlements,
    },
  ),
  notTogether("cardInstallmentPlan", "maxCardInstallmentPlan"),
  notTogether("validHours", "dueDate"),
  escrowNamesProducts,
  directNamesOne,
);

/** The options that both account-based methods accept, plus those of each. */
const fromAccount = (more: Record<string, Shape>) =>
  both(
    object(
      {},
      { ...escrow, ...until, cashReceipt, taxExemptionAmount: whole(), isCulturalExpenses: flag, ...more },
    ),
    notTogether("validHours", "dueDate"),
    escrowNamesProducts,
  );

const transfer = fromAccount({
  encryptedCustomerCi: text(1000),
  showSecuritiesAccount: flag,
  provider: oneOf("OPENBANKING", "BANKPAY"),
  dividedSettlements,
});

const virtualAccount = fromAccount({
  showCustomerMobilePhone: flag,
  refundReceiveAccount: object({
    bankCode: text(),
    accountNumber: matching(/^\d{1,20}$/),
    holderName: text(60),
  }),
});

const mobileCarriers = listOf(oneOf("KT", "LGU", "SKT", "HELLO", "KCT", "SK7"));

/** The methods that `payment()` opens a window for, and the options object of each. */
export const windowOptions: Record<string, Record<string, Shape>> = {
  CARD: { card },
  TRANSFER: { transfer },
  VIRTUAL_ACCOUNT: { virtualAccount },
  MOBILE_PHONE: { mobilePhone: object({}, { mobileCarriers }) },
};

/** A shop that uses escrow must list its products. */
function escrowNamesProducts(value: unknown): boolean {
  return !isObject(value) || value.useEscrow !== true || Array.isArray(value.escrowProducts);
}

/** `DIRECT` needs a card company or a wallet, but not both; a promotion code is allowed only with `DIRECT`. */
function directNamesOne(value: unknown): boolean {
  if (!isObject(value)) return false;
  if (value.flowMode === "DIRECT") {
    return Boolean(value.cardCompany || value.easyPay) && notTogether("cardCompany", "easyPay")(value);
  }
  return !value.discountCode;
}
