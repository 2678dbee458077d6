import { describe, expect, test } from "vitest";
import { type CancelRequest, type Mail, mailKinds, type Order, type Payment, type Refund } from "@/db/schema";
import { writeSetting } from "@/db/settings";
import { transaction } from "@/db/store";
import { allStates, type State } from "@/testing/order-states";
import { sampleBooks } from "@/testing/sample-books";
import { type Locale, locales } from "../money";
import { forgetShop, shopSetting } from "../shop/shop";
import { writeLetter } from "./letters";
import { messageOf } from "./message";
import type { Story } from "./story";
import { wordsIn } from "./words";

const at = new Date("2026-11-22T03:04:00Z");

const link = "/orders/letter?number=ORD-1#until=1&proof=x";

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

/** Mina bought caps and one was refunded; `differs` overrides parts of her story. */
function minasStory({ order: ofOrder, payment: ofPayment }: Differs = {}): Story {
  const { order, items, payments, refunds } = sampleBooks();
  const [first] = payments;
  if (!first) throw new Error("Mina's payment is missing.");
  const payment = { ...first, ...ofPayment };
  return {
    order: { ...order, ...ofOrder },
    items,
    payments: [payment],
    payment,
    refund: refunds[0],
    request,
    disputes: [],
    link,
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
  test.each(mailKinds)("%s names its order in words, as text and as HTML", async (kind) => {
    const { subject, text, html, headers } = await write(kind, minasStory({ order: { locale } }));
    expect(subject).toContain("ORD-1");
    expect(headers["Content-Language"]).toBe(locale);
    expect(html).toContain(`lang="${locale}"`);
    for (const view of [subject, text, html]) {
      expect(view).not.toMatch(/undefined|null|NaN|\[object|mail\.|receipt\.|\{\w+\}/);
      // Text in the other language comes from what the shopper or the shop wrote, and there is none here.
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

test("an email about a reversed deposit names no account that has closed", async () => {
  const closed = minasStory({ payment: { ...account, status: "expired" } });
  const { subject, text } = await write("deposit_reversed", closed);
  expect(subject).not.toContain("다시 입금");
  expect(text).not.toContain("X6505636518308");
});

test("an email about an ended order says that nothing was charged only when that is true", async () => {
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
    "환불받는 곳: 카카오페이",
  ],
  ["VIRTUAL_ACCOUNT", {}, "입력한 계좌로 입금됐어요"],
] as const)("a refund of %s says where the money goes and when: %j", async (method, detail, says) => {
  const { text } = await write("refunded", minasStory({ payment: { method, detail } }));
  expect(text).toContain("환불 금액: 5,000원");
  expect(text).toContain("남은 결제 금액: 15,000원");
  expect(text).toContain(says);
});

test("the payment method is in the email's language", async () => {
  const card = { issuer: "61", number: "43301234****123*", installmentMonths: 3 };
  const detail = { card, easyPay: { provider: "카카오페이", amount: 0, discount: 0 } };
  const said = async (locale: Order["locale"]) =>
    (await write("paid", minasStory({ order: { locale }, payment: { method: "EASY_PAY", detail } }))).text;
  expect(await said("ko")).toContain("카카오페이 · 현대카드 · 43301234****123* · 3개월 할부");
  expect(await said("en")).toContain("Kakao Pay · Hyundai card · 43301234****123* · 3 installments");
});

test.each([
  ["ko", "3개월 무이자 할부 · 카드사 포인트 사용"],
  ["en", "3 interest-free installments · Card points used"],
] as const)("installments without interest and used points are named in %s", async (locale, says) => {
  const card = {
    issuer: "61",
    number: "43301234****123*",
    installmentMonths: 3,
    interestFree: true,
    pointsUsed: true,
  };
  const { text } = await write("paid", minasStory({ order: { locale }, payment: { detail: { card } } }));
  expect(text).toContain(says);
});

test("a card through Stripe has no Korean installments, and its refund takes longer", async () => {
  const detail = { card: { issuer: "visa", number: "•••• 4242", installmentMonths: 0 } };
  const payment = { gateway: "stripe", method: "CARD", detail } as const;
  const paid = await write("paid", minasStory({ order: { locale: "en" }, payment }));
  expect(paid.text).toContain("Visa · •••• 4242");
  expect(paid.text).not.toMatch(/installment|in full/i);
  expect((await write("refunded", minasStory({ payment }))).text).toContain("5~10영업일");
});

describe.each(locales)("an order on hold, in %s", (locale) => {
  const { t } = wordsIn(locale);

  test("the letter says that the amount is on hold, and nothing of it is called paid", async () => {
    const held = minasStory({
      order: { locale, shippingAddress: { country: "US", line1: "1 Main St" } },
      payment: { status: "authorized", captured: 0, refunded: 0 },
    });
    const { text } = await write("authorized", held);
    expect(text).toContain(t("labels.held"));
    expect(text).toContain(t("authorized.held"));
    expect(text).not.toContain(`${t("labels.paid")}:`);
  });

  test("captured in part: the letter says both amounts", async () => {
    const { text } = await write(
      "paid",
      minasStory({
        order: { locale },
        payment: { amount: 20_000, captured: 12_000, refunded: 0, refundPending: 0 },
      }),
    );
    expect(text).toMatch(/12,000[\s\S]*8,000/);
    expect(text).toContain(t("labels.released"));
  });

  test("the hold ended: it says why, and that nothing was charged", async () => {
    const ended = minasStory({ order: { locale, status: "expired" }, payment: { captured: 0 } });
    const letterAbout = async (why: string) =>
      (await messageOf({ id: "mail_1", kind: "hold_ended", cause: `pay_1#${why}` }, ended, at)).text;
    expect(await letterAbout("expired")).toContain(t("hold_ended.expired"));
    expect(await letterAbout("voided")).toContain(t("hold_ended.voided"));
    expect(await letterAbout("canceled")).toContain(t("hold_ended.nothingTaken"));
  });
});

describe("a shopper's name", () => {
  const greeting = async (customerName: string) => {
    const { text, html } = await write("paid", minasStory({ order: { customerName, locale: "en" } }));
    return { hello: /Hello.*/.exec(text)?.[0], html };
  };

  test.each(["김미나", "Mina Kim", "J. O’Neil", "Anne-Marie", "Łukasz"])(
    "%s is in the greeting",
    async (name) => {
      expect((await greeting(name)).hello).toBe(`Hello ${name},`);
    },
  );

  test.each([
    "https://evil.example",
    "You won, see evil.example now",
    "Mina\u202egro.live",
    "<b>Mina</b>",
    "Mina\nBcc: evil",
    "call 02-000-0000",
  ])("%j is not repeated in the email", async (name) => {
    const { hello, html } = await greeting(name);
    expect(hello).toBe("Hello,");
    expect(html).not.toContain(name);
  });
});

test("a shop's logo is above its letters, with its name for whoever sees no pictures", async () => {
  expect((await write("paid", minasStory())).html).not.toContain("/logo");
  const logo = { id: "1", type: "image/png", width: 480, height: 120 };
  await transaction((tx) => writeSetting(tx, shopSetting, JSON.stringify({ version: 1, logo })));
  forgetShop();
  const { html } = await write("paid", minasStory());
  const picture = /<img[^>]*>/.exec(html)?.[0];
  for (const said of [
    'src="http://localhost:3000/logo"',
    'alt="투트랙 스토어"',
    'width="144"',
    'height="36"',
  ])
    expect(picture).toContain(said);
});

test("a product's name is text, whatever it contains", async () => {
  const story = minasStory();
  const items = story.items.map((item) => ({ ...item, name: '<script>alert(1)</script>\r\n"Cap" {x} & Co' }));
  const { text, html } = await write("paid", { ...story, items });
  expect(html).not.toContain("<script");
  expect(html).toContain("&lt;script&gt;");
  expect(text).toContain('<script>alert(1)</script> "Cap" {x} & Co');
});

test.each(mailKinds)(
  "%s opens its order by its button, and later by a lookup with the number filled in",
  async (kind) => {
    const { text, html, headers } = await write(
      kind,
      minasStory({ order: { number: "ORD-20261121-7K3M9Q" } }),
    );
    expect(text).toContain(`http://localhost:3000${link}`);
    expect(text).toContain("http://localhost:3000/orders/find?number=ORD-20261121-7K3M9Q");
    expect(html).toContain(`href="http://localhost:3000${link.replaceAll("&", "&amp;")}"`);
    // A token would outlive the letter and allow everything its buyer may do.
    for (const view of [text, html]) expect(view).not.toMatch(/[?&](token|key|access)=/);
    expect(headers["Auto-Submitted"]).toBe("auto-generated");
  },
);

/**
 * The letters that may be due while an order is in this state. They are written when they are sent, which may be late.
 */
function lettersOf(state: State, locale: Locale) {
  const { order, payments, refunds, disputes } = state;
  const words = wordsIn(locale);
  const story = (payment?: Payment, refund?: Refund): Story => ({
    order: { ...order, locale },
    items: [],
    payments,
    payment,
    refund,
    disputes,
    link,
  });
  const winner = payments.find(({ id }) => id === order.winnerPaymentId);
  return [
    ...(winner && order.status === "paid" ? [writeLetter("paid", story(winner), words)] : []),
    ...(winner && order.status === "authorized" ? [writeLetter("authorized", story(winner), words)] : []),
    ...(order.status === "open" ? [writeLetter("order_received", story(), words)] : []),
    ...(order.status === "expired" || order.status === "canceled"
      ? [writeLetter("canceled", story(), words)]
      : []),
    ...refunds
      .filter((refund) => refund.state === "done")
      .map((refund) =>
        writeLetter(
          "refunded",
          story(
            payments.find(({ id }) => id === refund.paymentId),
            refund,
          ),
          words,
        ),
      ),
  ].map((letter) => ({ letter, winner }));
}

test.each(locales)("in every state emails say only what is true, in %s", (locale) => {
  const { t } = wordsIn(locale);
  const faults = allStates().flatMap((state) => {
    const taken = state.payments.some(({ captured }) => captured > 0);
    const kept = state.payments.some(({ captured, refunded }) => captured > refunded);
    return lettersOf(state, locale).flatMap(({ letter, winner }) => {
      const isClean =
        winner?.refunded === 0 &&
        winner.refundPending === 0 &&
        state.disputes.every((one) => one.paymentId !== winner.id || one.state === "won");
      const inLine = (label: "paid" | "refunded" | "left") =>
        letter.lines.find((line) => line.label === t(`labels.${label}`))?.value;
      const said = letter.lead.join(" ");
      const nothing = [t("canceled.nothingTaken"), t("order_received.nothingTaken")];
      const wrong: [boolean, string][] = [
        [isClean || !said.includes(t("paid.lead")), "says thanks although the order is not paid in full"],
        [!taken || nothing.every((words) => !said.includes(words)), "says that nothing was charged"],
        [taken || inLine("paid") === undefined, "says that something was paid"],
        [kept || !said.includes(t("canceled.returning")), "says that a refund is due"],
        [
          inLine("refunded") === undefined || inLine("left") !== inLine("paid"),
          "has sums that do not add up",
        ],
        [letter.action.path === link, "does not open its order"],
        [!/\{\w+\}|undefined|NaN/.test(JSON.stringify(letter)), "has a broken text"],
      ];
      return wrong.filter(([holds]) => !holds).map(([, fault]) => `${state.name}: ${letter.title} ${fault}`);
    });
  });
  expect(faults).toEqual([]);
});

test("the arrival of money has the same words in an email and on the order's page", async () => {
  const detail = { card: { issuer: "61", number: "43301234****123*", installmentMonths: 0 } };
  const { text } = await write("refunded", minasStory({ payment: { method: "CARD", detail } }));
  expect(text).toContain("카드사에 따라 3~7영업일 안에 돌려받을 수 있어요. 늦어도 12월 1일 (화)까지예요.");
});

test.each(locales)("an email about a lesson promises no parcel, in %s", (locale) => {
  const words = wordsIn(locale);
  const { t } = words;
  const ofLesson = { locale, shippingAddress: null, shippedAt: null };
  const told = (order: Partial<Order>, kind: Mail["kind"]) =>
    writeLetter(kind, minasStory({ order, payment: { refunded: 0, refundPending: 0 } }), words).lead;
  const address = { country: "KR", postcode: "04524", line1: "세종대로 110" };
  expect(told(ofLesson, "paid")).toContain(t("paid.thanks"));
  expect(told({ ...ofLesson, shippingAddress: address }, "paid")).toContain(t("paid.lead"));
  expect(told({ ...ofLesson, amount: 0 }, "paid")).toEqual([t("placed.undelivered")]);
  expect(told(ofLesson, "authorized")).toEqual([t("paid.thanks"), t("authorized.undelivered")]);
});
