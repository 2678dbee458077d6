/** @jsxImportSource hono/jsx */

import { Receipt } from "../../kit/pages/receipt";
import { seoulInstant } from "../../kit/text";
import type { Language } from "../errors";
import type { Payment } from "../payment";
import { describeWay } from "./bill";
import { windowWords } from "./window-words";
import { money, words } from "./words";

/** The page behind an approved payment's `receipt.url`. */
export function ReceiptPage({ payment, language }: { payment: Payment; language: Language }) {
  const text = words[language];
  const inMoney = (value: number) => money(value, payment.currency, language);
  const rows: [string, string | null][] = [
    [text.status, text.statuses[payment.status]],
    [text.order, payment.orderName],
    [text.orderId, payment.orderId],
    [windowWords[language].payWith, payment.choice && describeWay(payment.choice, language)],
    [text.approvalNumber, payment.choice?.method === "CARD" ? "00000000" : null],
    [text.approvedAt, payment.approvedAt === null ? null : seoulInstant(payment.approvedAt)],
    [text.canceled, payment.cancels.length > 0 ? inMoney(payment.amount - payment.balance) : null],
    [text.left, payment.cancels.length > 0 ? inMoney(payment.balance) : null],
  ];
  return (
    <Receipt
      language={language}
      title={text.receipt}
      amount={[text.amount, inMoney(payment.amount)]}
      rows={rows}
    />
  );
}
