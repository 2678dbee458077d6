import { NextIntlClientProvider } from "next-intl";
import { renderToStaticMarkup } from "react-dom/server";
import { expect, test } from "vitest";
import en from "@/messages/en.json";
import { PayoutDays } from "./payout-days";

const row = { gateway: "toss", currency: "KRW", rows: 2, amount: 58_000, kept: 1_276 } as const;

test("a month of payouts has each in its chart, on its day of the calendar and in the table", () => {
  const days = [
    { ...row, day: "2028-02-04", net: 56_724, paid: 56_724 },
    { ...row, day: "2028-02-29", net: 12_345, paid: 0 },
  ];
  const html = renderToStaticMarkup(
    <NextIntlClientProvider locale="en" messages={en} timeZone="Asia/Seoul">
      <PayoutDays days={days} month="2028-02" today="2028-02-10" />
    </NextIntlClientProvider>,
  );
  // The numbers of the chart, the calendar and the table.
  expect(html.split("₩56,724")).toHaveLength(4);
  expect(html.split("₩12,345")).toHaveLength(4);
  // 1 February 2028 is a Tuesday, the third day of a week that begins on Sunday; it is a leap year.
  expect(html).toMatch(/grid-column-start:3"[^>]*><p[^>]*>1<\/p>/);
  expect(html).toContain(">29</p>");
  expect(html).not.toContain(">30</p>");
});
