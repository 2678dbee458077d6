import { describe, expect, test } from "vitest";
import { type CancelRequest, type Mail, mailKinds, type Order, type Payment } from "@/db/schema";
import { minasBooks } from "@/testing/minas-books";
import { locales } from "../money";
import { messageOf } from "./message";
import type { Story } from "./story";

const at = new Date("2026-11-22T03:04:00Z");

const request: CancelRequest = {
  id: "cr_1",
  orderId: "ord_1",
  reason: "마음이 바뀌었어요",
  state: "declined",
  answer: "It left this morning: https://shop.example/parcels",
  decidedBy: "staff:st_sora",
  decidedAt: at,
  createdAt: at,
};

type Differs = { order?: Partial<Order>; payment?: Partial<Payment> };

/** Mina's caps, of which one was given back; `differs` in what is said. */
function minasStory({ order: ofOrder, payment: ofPayment }: Differs = {}): Story {
  const { order, items, payments, refunds } = minasBooks();
  const [first] = payments;
  if (!first) throw new Error("Mina paid.");
  const payment = { ...first, ...ofPayment };
  return {
    order: { ...order, ...ofOrder },
    items,
    payments: [payment],
    payment,
    refund: refunds[0],
    request,
  };
}

const account: Partial<Payment> = {
  method: "VIRTUAL_ACCOUNT",
  status: "waiting_for_deposit",
  captured: 0,
  refunded: 0,
  detail: {
    virtualAccount: {
      bank: "88",
      accountNumber: "X6505636518308",
      holderName: "김미나",
      dueAt: "2026-11-29T14:59:59Z",
    },
  },
};

const write = (kind: Mail["kind"], story: Story) => messageOf({ id: "mail_1", kind }, story, at);

describe.each(locales)("in %s", (locale) => {
  test.each(mailKinds)("%s says whose order it is about, in words, in both views", async (kind) => {
    const { subject, text, html, headers } = await write(kind, minasStory({ order: { locale } }));
    expect(subject).toContain("ORD-1");
    expect(headers["Content-Language"]).toBe(locale);
    expect(html).toContain(`lang="${locale}"`);
    for (const view of [subject, text, html]) {
      expect(view).not.toMatch(/undefined|null|NaN|\[object|mail\.|receipt\.|\{\w+\}/);
      // Words of the other language come from what the shopper or the shop wrote, and there is none here.
      if (locale === "en") expect(view).not.toMatch(/[가-힣]/);
    }
    for (const said of ["ORD-1", "http://localhost:3000/", "hello@example.com"]) {
      expect(text).toContain(said);
      expect(html).toContain(said);
    }
  });

  test.each(["virtual_account", "deposit_reversed"] as const)(
    "%s says where to deposit, how much and until when",
    async (kind) => {
      const { text, html } = await write(kind, minasStory({ order: { locale }, payment: account }));
      const words = {
        ko: ["신한은행", "20,000원", "2026년 11월 29일 23:59"],
        en: ["Shinhan Bank", "₩20,000", "Nov 29, 2026, 23:59 (KST)"],
      };
      for (const said of ["X6505636518308", "김미나", ...words[locale]]) {
        expect(text).toContain(said);
        expect(html).toContain(said);
      }
    },
  );
});

test("whose deposit was taken back after the account had closed is sent to no account", async () => {
  const closed = minasStory({ payment: { ...account, status: "expired" } });
  const { subject, text } = await write("deposit_reversed", closed);
  expect(subject).not.toContain("다시 입금");
  expect(text).not.toContain("X6505636518308");
});

test("an order that ended says that nothing was taken only when that is so", async () => {
  const nothing = minasStory({ order: { status: "expired" }, payment: account });
  expect((await write("canceled", nothing)).text).toContain("빠져나간 금액은 없어요");
  expect((await write("canceled", nothing)).text).toContain("입금하지 마세요");
  const kept = await write("canceled", minasStory({ order: { status: "canceled" } }));
  expect(kept.text).not.toContain("빠져나간 금액은 없어요");
  expect(kept.text).toContain("환불하고 있어요");
});

test.each([
  ["CARD", {}, "3~7영업일"],
  [
    "CARD",
    { card: { issuer: "61", number: "43301234****123*", installmentMonths: 0 } },
    "현대카드 · 43301234****123*",
  ],
  ["TRANSFER", { transfer: { bank: "20" } }, "우리은행 · 계좌이체"],
  ["MOBILE", {}, "휴대폰 요금"],
  [
    "EASY_PAY",
    { easyPay: { provider: "카카오페이", amount: 5_000, discount: 0 } },
    "돌려받는 곳: 카카오페이",
  ],
  ["VIRTUAL_ACCOUNT", {}, "2영업일"],
] as const)("a refund of %s says where the money goes and when: %j", async (method, detail, says) => {
  const { text } = await write("refunded", minasStory({ payment: { method, detail } }));
  expect(text).toContain("환불 금액: 5,000원");
  expect(text).toContain("남은 결제 금액: 15,000원");
  expect(text).toContain(says);
});

test("how a sum was paid is told in the letter's language", async () => {
  const card = { issuer: "61", number: "43301234****123*", installmentMonths: 3 };
  const detail = { card, easyPay: { provider: "카카오페이", amount: 0, discount: 0 } };
  const said = async (locale: Order["locale"]) =>
    (await write("paid", minasStory({ order: { locale }, payment: { method: "EASY_PAY", detail } }))).text;
  expect(await said("ko")).toContain("카카오페이 · 현대카드 · 43301234****123* · 3개월 할부");
  expect(await said("en")).toContain("Kakao Pay · Hyundai card · 43301234****123* · 3 instalments");
});

test("a card through Stripe knows no Korean instalments, and its refund takes longer", async () => {
  const detail = { card: { issuer: "visa", number: "•••• 4242", installmentMonths: 0 } };
  const payment = { gateway: "stripe", method: "CARD", detail } as const;
  const paid = await write("paid", minasStory({ order: { locale: "en" }, payment }));
  expect(paid.text).toContain("Visa · •••• 4242");
  expect(paid.text).not.toMatch(/instalment|in full/i);
  expect((await write("refunded", minasStory({ payment }))).text).toContain("5~10영업일");
});

describe("somebody's name", () => {
  const greeting = async (customerName: string) => {
    const { text, html } = await write("paid", minasStory({ order: { customerName, locale: "en" } }));
    return { hello: /Hello.*/.exec(text)?.[0], html };
  };

  test.each(["김미나", "Mina Kim", "J. O’Neil", "Anne-Marie", "Łukasz"])("%s is greeted", async (name) => {
    expect((await greeting(name)).hello).toBe(`Hello ${name},`);
  });

  test.each([
    "https://evil.example",
    "You won, see evil.example now",
    "Mina\u202egro.live",
    "<b>Mina</b>",
    "Mina\nBcc: evil",
    "call 02-000-0000",
  ])("%j is not repeated to whoever reads that address", async (name) => {
    const { hello, html } = await greeting(name);
    expect(hello).toBe("Hello,");
    expect(html).not.toContain(name);
  });
});

test("a product's name is text, whatever it holds", async () => {
  const story = minasStory();
  const items = story.items.map((item) => ({ ...item, name: '<script>alert(1)</script>\r\n"Cap" {x} & Co' }));
  const { text, html } = await write("paid", { ...story, items });
  expect(html).not.toContain("<script");
  expect(html).toContain("&lt;script&gt;");
  expect(text).toContain('<script>alert(1)</script> "Cap" {x} & Co');
});

test("no letter opens an order by itself, nor tells a machine to answer", async () => {
  const { text, html, headers } = await write("paid", minasStory());
  for (const view of [text, html]) expect(view).not.toMatch(/[?&](token|key|access)=/);
  expect(headers["Auto-Submitted"]).toBe("auto-generated");
});
