import { z } from "zod";
import { carrierCodes } from "./carriers";
import { CashReceiptWish } from "./cash-receipt";
import { walletSources } from "./wallets";

// What is known before the buyer has chosen, by method.

const FreePlan = z.strictObject({ company: z.string(), months: z.array(z.number().int()) });
export type FreePlan = z.output<typeof FreePlan>;

/** What is known before the buyer has chosen; the buyer chooses whatever is missing or null in the window. */
export const CardWish = z.strictObject({
  method: z.literal("CARD"),
  company: z.string().nullish(),
  installmentMonths: z.number().int().nullish(),
  installmentMonthsMax: z.number().int().nullish(),
  testCard: z.string().nullish(),
  /** Requires the card company's app. */
  appCard: z.boolean().nullish(),
  /** Whether the card company gives an instant discount. */
  instantDiscount: z.boolean().nullish(),
  /** The installments whose interest the shop pays. */
  freeInstallmentPlans: z.array(FreePlan).nullish(),
  /** If given, the window asks about the card company's points: whether they are ticked when it opens. */
  cardPointsTicked: z.boolean().nullish(),
  /** Whether the buyer pays with the card company's points. */
  cardPoints: z.boolean().nullish(),
});

export const EasyPayWish = z.strictObject({
  method: z.literal("EASY_PAY"),
  provider: z.string(),
  source: z.enum(walletSources).nullish(),
  company: z.string().nullish(),
  installmentMonths: z.number().int().nullish(),
  installmentMonthsMax: z.number().int().nullish(),
  points: z.number().int().nonnegative().nullish(),
  outcome: z.string().nullish(),
});

export const phoneNumber = z.string().regex(/^\d{8,15}$/);

export const MobileWish = z.strictObject({
  method: z.literal("MOBILE_PHONE"),
  /** The carriers the shop accepts; all if missing. */
  carriers: z.array(z.enum(carrierCodes)).min(1).nullish(),
  carrier: z.enum(carrierCodes).nullish(),
  phone: phoneNumber.nullish(),
  outcome: z.string().nullish(),
});

export const TransferWish = z.strictObject({
  method: z.literal("TRANSFER"),
  bank: z.string().nullish(),
  cashReceipt: CashReceiptWish.nullish(),
  outcome: z.string().nullish(),
});

export const VirtualAccountWish = z.strictObject({
  method: z.literal("VIRTUAL_ACCOUNT"),
  bank: z.string().nullish(),
  customerName: z.string().min(1).max(100).nullish(),
  /** At most one of the two; without either, the account waits for a week. */
  validHours: z.number().nullish(),
  dueDate: z.string().nullish(),
  cashReceipt: CashReceiptWish.nullish(),
  /** Where a refund would go, if the shop's page asked the buyer. */
  refundReceiveAccount: z
    .strictObject({ bank: z.string(), accountNumber: z.string().regex(/^\d{1,20}$/), holderName: z.string() })
    .nullish(),
  outcome: z.string().nullish(),
});

/** What is known of a choice before the buyer has made it; sent by the SDK and by control routes. */
export const Wish = z.discriminatedUnion("method", [
  CardWish,
  TransferWish,
  MobileWish,
  EasyPayWish,
  VirtualAccountWish,
]);

export type Wish = z.output<typeof Wish>;
