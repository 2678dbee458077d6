/** @jsxImportSource hono/jsx */
import { Page, TestBanner } from "../../kit/pages/layout";
import { Receipt } from "../../kit/pages/receipt";
import { type Language, seoulInstant } from "../../kit/text";
import type { Charge } from "../entities/charge";
import { money } from "./money";

const words = {
  ko: {
    title: "결제 영수증",
    none: "그런 영수증이 없습니다",
    noneHelp: "주소를 확인하세요.",
    amount: "결제 금액",
    order: "주문 번호",
    paidWith: "결제 수단",
    bank: "은행 계좌 출금",
    paidAt: "결제 시각",
    refunded: "환불한 금액",
  },
  en: {
    title: "Receipt",
    none: "There is no such receipt",
    noneHelp: "Check the address.",
    amount: "Amount paid",
    order: "Order",
    paidWith: "Payment method",
    bank: "Bank debit",
    paidAt: "Date paid",
    refunded: "Refunded",
  },
} satisfies Record<Language, object>;

/** The page behind a charge's `receipt_url`. */
export function ReceiptPage({ charge, language }: { charge: Charge; language: Language }) {
  const text = words[language];
  const { amount, amountRefunded, currency, details, orderId, createdAt } = charge;
  const method = details.type === "card" ? `${details.card.brand} ···· ${details.card.last4}` : text.bank;
  const rows: [string, string | null][] = [
    [text.order, orderId],
    [text.paidWith, method],
    [text.paidAt, seoulInstant(createdAt)],
    [text.refunded, amountRefunded > 0 ? money(amountRefunded, currency, language) : null],
  ];
  return (
    <Receipt
      language={language}
      title={text.title}
      sheets={["stripe"]}
      amount={[text.amount, money(amount, currency, language)]}
      rows={rows}
    />
  );
}

export function NoReceiptPage({ language }: { language: Language }) {
  const { none, noneHelp } = words[language];
  return (
    <Page language={language} title={none} sheets={["stripe"]}>
      <TestBanner language={language} />
      <main class="window">
        <h1>{none}</h1>
        <p>{noneHelp}</p>
      </main>
    </Page>
  );
}
