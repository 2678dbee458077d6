import { linesOf } from "@/lib/contact/address";
import { countryName } from "@/lib/contact/countries";
import { findBank } from "@/lib/contracts/banks";
import { walletsInEnglish } from "@/lib/contracts/wallets";
import { fundingOf } from "@/lib/funding";
import { traitsOf } from "@/lib/gateways/all-traits";
import { taxOf } from "@/lib/tax";
import messages from "@/messages/ko.json";
import { looksLikeLink, oneLine } from "../plain";
import type { Story } from "../story";
import type { Words } from "../words";
import type { Letter, Line } from "./letter";

export type Payment = NonNullable<Story["payment"]>;

/** The items ordered, and their delivery if it costs something. */
export const itemsOf = ({ order, items }: Story, { t, receipt, money }: Words): Letter["items"] => [
  ...items.map(({ name, quantity, unitPrice }) => ({
    name,
    count: receipt("count", { count: quantity }),
    amount: money(unitPrice * quantity, order.currency),
  })),
  ...(order.shipping > 0
    ? [{ name: t("labels.shipping"), count: "", amount: money(order.shipping, order.currency) }]
    : []),
];

export const numberLine = ({ order }: Story, { t }: Words): Line => ({
  label: t("labels.orderNumber"),
  value: order.number,
});

/**
 * Where the order is sent, with the country's name unless it stays in Korea. An address that would carry a link is not
 * repeated: anybody can order with somebody else's email address.
 */
export function deliveryLines({ order }: Story, { t, locale }: Words): Line[] {
  const to = order.shippingAddress;
  if (!to) return [];
  const isHome = !to.country || (to.country === "KR" && order.currency === "KRW");
  const parts = [
    ...(to.recipient_name ? [to.recipient_name] : []),
    ...linesOf(to),
    ...(to.country && !isHome ? [countryName(to.country, locale)] : []),
  ];
  const value = parts.map(oneLine).join(", ");
  return looksLikeLink(value) ? [] : [{ label: t("labels.address"), value }];
}

/** Where to deposit, how much, and until when. */
export function accountLines(payment: Payment, { t, money, moment, locale }: Words): Line[] {
  const account = payment.detail.virtualAccount;
  if (!account) return [];
  return [
    { label: t("labels.bank"), value: bankName(account.bank, locale) },
    { label: t("labels.accountNumber"), value: account.accountNumber, strong: true },
    { label: t("labels.holder"), value: account.holderName },
    { label: t("labels.deposit"), value: money(payment.amount, payment.currency), strong: true },
    ...(account.dueAt ? [{ label: t("labels.due"), value: moment(new Date(account.dueAt)) }] : []),
  ];
}

export const bankName = (code: string, locale: Words["locale"]) => findBank(code)?.[locale] ?? code;

/** The payment method as the shopper knows it, with as much of the card number as the gateway shows. */
export function methodOf({ method, detail }: Payment, { receipt, locale }: Words): string {
  const { card, easyPay, transfer, virtualAccount } = detail;
  const bank = transfer?.bank ?? virtualAccount?.bank;
  const wallet = easyPay?.provider;
  const parts = [
    wallet && (locale === "ko" ? wallet : (walletsInEnglish[wallet] ?? wallet)),
    card && (isIssuer(card.issuer) ? receipt(`issuers.${card.issuer}`) : receipt("methods.CARD")),
    card?.number,
    bank && bankName(bank, locale),
    card || easyPay ? undefined : receipt(`methods.${method}`),
  ];
  return parts.filter(Boolean).join(between);
}

/** The payment method and, for a Korean card, the number of installments and whether its points paid too. */
export function methodInFull(payment: Payment, words: Words): string {
  const { card } = payment.detail;
  const method = methodOf(payment, words);
  if (!card || !traitsOf(payment.gateway).isKoreanCards) return method;
  const paidIn = words.receipt("installments", {
    months: card.installmentMonths,
    interest: card.interestFree ? "free" : "due",
  });
  return [method, paidIn, card.pointsUsed && words.receipt("cardPoints")].filter(Boolean).join(between);
}

/** Separates the parts of one value; on a narrow phone the line breaks here. */
export const between = " · ";

const isIssuer = (code: string): code is keyof typeof messages.receipt.issuers =>
  Object.hasOwn(messages.receipt.issuers, code);

/** The button in nearly every letter. */
export const seeOrder = ({ link }: Story, { t }: Words): Letter["action"] => ({
  label: t("seeOrder"),
  path: link,
});

/** What was not captured, and what happened to the rest; empty if all was captured and nothing refunded. */
export function afterPaid(payment: Payment, { t, money }: Words): Line[] {
  const { captured, refunded, refundPending, currency } = payment;
  const some = (label: "released" | "refunded" | "left" | "refunding", amount: number) =>
    amount > 0 ? [{ label: t(`labels.${label}`), value: money(amount, currency) }] : [];
  return [
    ...some("released", payment.amount - captured),
    ...some("refunded", refunded),
    ...(refunded > 0 ? some("left", captured - refunded) : []),
    ...some("refunding", refundPending),
    ...fundingLines(payment, { t, money }),
    ...taxLines(payment, { t, money }),
  ];
}

/** Who paid what is left, if a promotion paid a part of it. */
function fundingLines(payment: Payment, { t, money }: Pick<Words, "t" | "money">): Line[] {
  const funding = fundingOf(payment);
  if (!funding || funding.promotion === 0) return [];
  return (["promotion", "shopper"] as const).map((part) => ({
    label: t(`labels.${part}`),
    value: money(funding[part], payment.currency),
  }));
}

/** The tax on what is left, if some of it is for tax-free goods. The other receipts show it too. */
function taxLines(payment: Payment, { t, money }: Pick<Words, "t" | "money">): Line[] {
  const tax = taxOf(payment);
  if (!tax?.taxFree) return [];
  const part = (label: "supply" | "vat" | "taxFree", amount: number) => ({
    label: t(`labels.${label}`),
    value: money(amount, payment.currency),
  });
  return [part("supply", tax.supply), part("vat", tax.vat), part("taxFree", tax.taxFree)];
}
