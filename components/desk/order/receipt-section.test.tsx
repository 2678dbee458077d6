import { NextIntlClientProvider } from "next-intl";
import { renderToStaticMarkup } from "react-dom/server";
import { expect, test, vi } from "vitest";
import type { Dossier } from "@/lib/desk/read/dossier";
import en from "@/messages/en.json";
import ko from "@/messages/ko.json";
import { haneul, jiwoo } from "@/testing/desk-people";
import { ReceiptSection } from "./receipt-section";

vi.mock("next/navigation", () => ({ useRouter: () => ({ refresh() {} }) }));

const messages = { ko, en };

/** An order as the desk reads it, with the fields that are shown here. */
const order = (differs: { mayHaveReceipt?: boolean; receiptUnderWay?: { kind: string } }) =>
  ({
    winner: { id: "pay_1", captured: 58_000, refunded: 8_000, currency: "KRW" },
    mayHaveReceipt: false,
    ...differs,
  }) as unknown as Dossier;

test.each(["ko", "en"] as const)(
  "the desk offers a receipt for what is left of the payment, in %s",
  (locale) => {
    const read = (staff: typeof jiwoo, ...[differs]: Parameters<typeof order>) =>
      renderToStaticMarkup(
        <NextIntlClientProvider locale={locale} messages={messages[locale]} timeZone="Asia/Seoul">
          <ReceiptSection dossier={order(differs)} staff={staff} />
        </NextIntlClientProvider>,
      );
    const words = messages[locale].deskOrder.receipt;
    const offered = read(jiwoo, { mayHaveReceipt: true });
    expect(offered).toContain(words.numbers.income_deduction);
    expect(offered).toContain("50,000");
    expect(read(haneul, { mayHaveReceipt: true })).toBe("");
    expect(read(jiwoo, {})).toBe("");
    expect(read(jiwoo, { receiptUnderWay: { kind: "receipt" } })).toContain(words.wait);
    expect(read(jiwoo, { receiptUnderWay: { kind: "receipt_cancel" } })).toContain(words.waitForCancellation);
  },
);
