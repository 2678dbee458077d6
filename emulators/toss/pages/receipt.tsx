/** @jsxImportSource hono/jsx */

import { Page, TestBanner } from "../../kit/pages/layout";
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
  const rows = [
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
    <Page language={language} title={text.receipt}>
      <TestBanner language={language} />
      <main class="window">
        <h1>{text.receipt}</h1>
        <p class="amount">
          <span>{text.amount}</span>
          <strong>{inMoney(payment.amount)}</strong>
        </p>
        <dl>
          {rows
            .filter(([, value]) => value)
            .map(([name, value]) => (
              <>
                <dt>{name}</dt>
                <dd>{value}</dd>
              </>
            ))}
        </dl>
      </main>
    </Page>
  );
}
