import { describe, expect, test } from "vitest";
import type { CardDetail } from "@/lib/contracts/methods";
import type { Dossier } from "@/lib/desk/read/dossier";
import { messages, paidByCard, read } from "@/testing/rendered";
import { Facts } from "../desk/order/facts";
import type { Payment } from "../status/standing";
import { Method } from "./method";

const card = (more: Partial<CardDetail>): CardDetail => ({
  issuer: "61",
  number: "43301234****123*",
  installmentMonths: 3,
  ...more,
});

/** A receipt's payment, with the fields that its method is read from. */
const onReceipt = ({ issuer, number, installmentMonths, interestFree, pointsUsed }: CardDetail) =>
  ({
    gateway: "toss",
    method: "CARD",
    card: {
      issuer,
      number,
      installment_months: installmentMonths,
      interest_free: interestFree ?? false,
      points_used: pointsUsed ?? false,
    },
  }) as Payment;

/** An order as the desk reads it, with the fields that are shown here. */
const atTheDesk = (paid: CardDetail) =>
  ({
    order: { currency: "KRW", customerName: "김민아" },
    items: [],
    payments: [paidByCard(paid)],
  }) as unknown as Dossier;

describe.each([
  ["without interest, and with points", { interestFree: true, pointsUsed: true }, "무이자", "interest-free"],
  ["with interest", {}, "3개월 할부", "3 installments"],
  ["in full", { installmentMonths: 0 }, "일시불", "paid in full"],
])("a card that paid %s", (_, how, korean, english) => {
  const points = "pointsUsed" in how;
  const says = { ko: korean, en: english };

  test.each(["ko", "en"] as const)("says so on the receipt, in %s", (locale) => {
    const shown = read(locale, <Method payment={onReceipt(card(how))} currency="KRW" />);
    expect(shown).toContain(says[locale]);
    expect(shown.includes(messages[locale].receipt.cardPoints)).toBe(points);
  });

  test.each(["ko", "en"] as const)("says so at the desk, in %s", (locale) => {
    const none = { email: "mina@example.com", rows: [], isMore: false };
    const shown = read(locale, <Facts dossier={atTheDesk(card(how))} others={none} />);
    expect(shown).toContain(says[locale]);
    expect(shown.includes(messages[locale].receipt.cardPoints)).toBe(points);
  });
});
