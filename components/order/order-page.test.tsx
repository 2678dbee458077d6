import fc from "fast-check";
import { NextIntlClientProvider } from "next-intl";
import { renderToStaticMarkup } from "react-dom/server";
import { describe, expect, test } from "vitest";
import { formatMoney, type Locale, locales } from "@/lib/money";
import { sampleBusiness } from "@/lib/shop/business";
import en from "@/messages/en.json";
import ko from "@/messages/ko.json";
import { allStates, statusFor, viewers } from "@/testing/order-states";
import type { Payment, Status } from "../status/standing";
import { mayAct, type Viewer } from "./headline";
import { OrderHead } from "./order-head";
import { type OrderPage, orderPage } from "./order-page";
import { Receipt } from "./receipt";

const messages = { ko, en };
const states = allStates();

describe("an order's page says only what is true", () => {
  test("there is a state for every combination of payment, refund, dispute and second payment", () => {
    expect(states.length).toBeGreaterThan(700);
    const headlines = new Set(
      states.map((state) => orderPage(statusFor(state, "owner"), "owner", "toShip").headline),
    );
    expect([...headlines].sort()).toEqual(Object.keys(ko.standing).filter(hasTitle).sort());
  });

  test.each(viewers)("in every state, to %s", (viewer) => {
    const faults = states.flatMap((state) => {
      const status = statusFor(state, viewer);
      return faultsOf(orderPage(status, viewer, "toShip"), status, viewer).map(
        (fault) => `${state.name}: ${fault}`,
      );
    });
    expect(faults).toEqual([]);
  });

  test("for every amount", () => {
    const [paid] = states.filter(
      ({ name }) => name === "paid through Stripe, and a card paid again, which goes back",
    );
    if (!paid) throw new Error("There is no such state.");
    const sums = fc
      .tuple(fc.integer({ min: 1, max: 1_000_000 }), fc.nat(1_000), fc.nat(1_000))
      .map(([captured, back, pending]) => {
        const refunded = Math.floor((captured * back) / 1_000);
        return { captured, refunded, refundPending: Math.floor(((captured - refunded) * pending) / 1_000) };
      });
    fc.assert(
      fc.property(sums, sums, fc.constantFrom(...viewers), (winner, second, viewer) => {
        const [first, other] = paid.payments;
        if (!first || !other) return;
        const payments = [
          { ...first, ...winner },
          { ...other, ...second },
        ];
        const status = statusFor({ ...paid, payments }, viewer);
        expect(faultsOf(orderPage(status, viewer, "toShip"), status, viewer)).toEqual([]);
      }),
    );
  });
});

/** Everything a page says that is not true. The truth is what the payments say, never what the page computes. */
function faultsOf(page: OrderPage, status: Status, viewer: Viewer): string[] {
  const { order, payments, disputed } = status;
  const winner = payments.find((payment) => payment.winner);
  const taken = payments.filter(({ captured }) => captured > 0);
  const others = taken.filter((payment) => !payment.winner);
  const atBank = ({ id }: Payment, ...wanted: string[]) =>
    sum(
      disputed.filter((one) => one.payment_id === id && wanted.includes(one.state)),
      ({ amount }) => amount,
    );
  const goesBack = (payment: Payment) =>
    payment.captured - payment.refunded - atBank(payment, "open", "lost");
  const isOwed = ({ status: state }: Payment) => state !== "in_review";
  const words = page.says.flatMap((said) => (said.is === "words" ? [said.words] : []));
  const labels = [page.figure, ...page.lines].map(({ label }) => label);
  const inLine = (label: string) => page.lines.find((line) => line.label === label)?.amount ?? 0;
  const untaken = taken.length === 0;
  const about = winner ? [winner] : others;
  const truthOfFigure: Partial<Record<typeof page.figure.label, number>> = {
    order: order.amount,
    deposit: order.amount,
    paid: winner?.captured ?? -1,
    held: order.status === "authorized" ? (winner?.amount ?? -1) : -1,
    received: others.find(({ status: state }) => state === "in_review")?.captured ?? -1,
    refunded: sum(about, ({ refunded }) => refunded),
    refunding: winner ? winner.refund_pending : sum(others, ({ refund_pending }) => refund_pending),
    toRefund: sum(others.filter(isOwed), goesBack),
    disputed: winner ? atBank(winner, "open") : -1,
    disputeLost: winner ? atBank(winner, "lost") : -1,
  };
  const isClean =
    winner === undefined
      ? order.amount === 0
      : winner.refunded + winner.refund_pending === 0 &&
        disputed.every((one) => one.payment_id !== winner.id || one.state === "won");
  const mayHaveTaken = payments.some(
    ({ status: state, gateway, failure }) =>
      /confirming|authorized|requires_action|waiting/.test(state) ||
      (state === "ready" && gateway === "stripe" && failure === null),
  );
  const told = page.says.flatMap((said) => (said.is === "payment" ? [said] : []));
  const isDisputed = winner !== undefined && atBank(winner, "open", "lost") > 0;
  const rules: [holds: boolean, fault: string][] = [
    [
      !untaken || labels.every((label) => unpaidLabels.has(label)),
      `says ${labels} although nothing was charged`,
    ],
    [
      page.figure.amount === truthOfFigure[page.figure.label],
      `has ${page.figure.amount} under ${page.figure.label}, which is ${truthOfFigure[page.figure.label]}`,
    ],
    [page.lines.every(({ amount }) => amount > 0 || order.amount === 0), "has a line with an amount of zero"],
    [
      !winner || winner.captured === 0 || inLine("released") === Math.max(0, winner.amount - winner.captured),
      "does not say how much of a hold was released",
    ],
    [
      labels.includes("held") === (order.status === "authorized"),
      "says that money is on hold when none is, or the reverse",
    ],
    [
      !words.includes("paid.lead") || (isClean && order.status === "paid"),
      "says thanks although the order is not paid in full",
    ],
    [
      !words.includes("paid.lead") || status.cancel.request?.state !== "asked",
      "says thanks despite a cancel request",
    ],
    [
      page.sign !== "good" || ["paid", "placed", "authorized"].includes(page.headline),
      `looks good when ${page.headline}`,
    ],
    [!words.includes("nothingTaken") || (untaken && !mayHaveTaken), "says that nothing was charged"],
    [
      !labels.includes("left") ||
        inLine("paid") - inLine("refunded") - inLine("disputed") - inLine("disputeLost") === inLine("left"),
      "has sums that do not add up",
    ],
    [
      !labels.includes("vat") ||
        inLine("supply") + inLine("vat") + inLine("taxFree") ===
          (labels.includes("left") ? inLine("left") : inLine("paid")),
      "has tax that does not match the remaining amount",
    ],
    [
      order.status === "in_review" ||
        sum(
          told.filter(({ fate }) => fate !== "returned" && fate !== "in_review"),
          ({ amount }) => amount.amount,
        ) === sum(others.filter(isOwed), (one) => goesBack(one) + atBank(one, "open", "lost")),
      "names wrong refunds of other payments",
    ],
    [
      order.status === "in_review" || others.every(({ method }) => told.some((one) => one.method === method)),
      "does not name each other payment",
    ],
    [
      others.every(({ captured }) => page.lines.some(({ amount }) => amount === captured)),
      "has no line for each other payment",
    ],
    [
      (page.paper === "receipt") ===
        (winner !== undefined && goesBack(winner) > winner.refund_pending && !isDisputed),
      `prints a ${page.paper}`,
    ],
    [
      !page.offers.includes("cancel") ||
        (mayAct(viewer) && winner !== undefined && (goesBack(winner) > 0 || order.status === "authorized")),
      "offers to cancel an order that cannot be canceled",
    ],
    [!isDisputed || !page.offers.includes("cancel"), "offers to cancel a disputed order"],
    [mayAct(viewer) || page.offers.every((offer) => forReaders.has(offer)), "lets other viewers act"],
    [mayAct(viewer) || page.offers.includes("find"), "does not say how to see more"],
    [!page.offers.includes("deposit") || order.status === "waiting_for_deposit", "asks for a deposit"],
    [
      !page.offers.includes("deposit") || status.virtual_account !== null,
      "asks for a deposit without an account",
    ],
    [!page.offers.includes("pay") || order.status === "open", "asks to pay"],
    [
      (status.next.action === "name_account") === page.offers.includes("nameAccount") || viewer !== "owner",
      "does not ask its owner for an account, or asks without need",
    ],
    [viewer === "owner" || !page.offers.includes("nameAccount"), "lets other viewers name an account"],
    [
      words.includes("nameAccountByLetter") ===
        (viewer === "finder" && status.next.action === "name_account"),
      "does not point a finder to the email's link",
    ],
  ];
  return rules.filter(([holds]) => !holds).map(([, fault]) => fault);
}

const unpaidLabels: ReadonlySet<string> = new Set(["order", "deposit", "held"]);
const forReaders: ReadonlySet<string> = new Set(["deposit", "contact", "find"]);

const hasTitle = (key: string) =>
  typeof (ko.standing as Record<string, unknown>)[key] === "object" &&
  `${key}` !== "again" &&
  key !== "alone";

const sum = <Row,>(rows: Row[], of: (row: Row) => number) => rows.reduce((all, row) => all + of(row), 0);

describe.each(locales)("on screen and on paper, in %s", (locale) => {
  test("every page has its words, a label for its number, and the order's status on paper", () => {
    const pages = differentPages();
    const all = drawn(pages, locale);
    const faults = pages.flatMap(({ state, status, page }, at) => {
      const [screen = "", paper = ""] = all[at] ?? [];
      const { title } = messages[locale].standing[page.headline];
      const big = formatMoney(page.figure, locale);
      const wrong: [boolean, string][] = [
        [isPrinted(screen, title), "does not show the order's status on paper"],
        [
          screen.includes(`${messages[locale].amounts[page.figure.label]}</span>`),
          "has a number without a label",
        ],
        [screen.includes(big), `does not show ${big}`],
        [
          status.payments.some(({ captured }) => captured > 0) ||
            !paper.includes(messages[locale].amounts.paid),
          "says on paper that something was paid",
        ],
        [
          screen.includes(`>${messages[locale].receipt.paper}<`) === (page.paper === "receipt"),
          "is a receipt for an unpaid order, or none for a paid one",
        ],
        [!/\{\w+\}|undefined|NaN|standing\.|amounts\./.test(screen + paper), "has a broken text"],
        [locale === "ko" || !/[가-힣]/.test(withoutNames(screen + paper)), "has text in the other language"],
      ];
      return wrong.filter(([holds]) => !holds).map(([, fault]) => `${state.name}: ${fault}`);
    });
    expect(faults).toEqual([]);
  });
});

/** All pages that differ in something other than amounts. */
function differentPages() {
  const pages = viewers.flatMap((viewer) =>
    states.map((state) => {
      const status = statusFor(state, viewer);
      return { state, status, page: orderPage(status, viewer, "toShip") };
    }),
  );
  const kindOf = ({ page, status }: (typeof pages)[number]) =>
    JSON.stringify([page, status.payments.map(({ method }) => method)], (key, value) =>
      key === "amount" && typeof value === "number" ? 0 : value,
    );
  return [...new Map(pages.map((one) => [kindOf(one), one])).values()];
}

/** Whether the headline is printed: neither it nor the head is hidden on paper. */
function isPrinted(markup: string, title: string) {
  const [head = ""] = /<header[^>]*>/.exec(markup) ?? [];
  const [headline = ""] = /<h1[^>]*>.*?<\/h1>/.exec(markup) ?? [];
  return headline.includes(`>${title}<`) && !/print:hidden/.test(head + headline);
}

/** Text written by a character in the story may be in any language. */
const withoutNames = (markup: string) => markup.replaceAll("김미나", "");

/**
 * For each page, the head as shown on screen and the receipt, which is also printed. What a class hides is included
 * too.
 */
function drawn(pages: ReturnType<typeof differentPages>, locale: Locale) {
  const markup = renderToStaticMarkup(
    <NextIntlClientProvider locale={locale} messages={messages[locale]} timeZone="Asia/Seoul">
      {pages.map(({ page, status }, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: drawn once.
        <div key={at}>
          <OrderHead page={page} seller={sampleBusiness} />
          <hr />
          <Receipt
            page={page}
            status={status}
            items={[]}
            customer={null}
            address={null}
            seller={sampleBusiness}
          />
          <wbr />
        </div>
      ))}
    </NextIntlClientProvider>,
  );
  return markup.split("<wbr/>").map((one) => one.split("<hr/>"));
}

test("the page of an order with nothing to deliver promises no parcel", () => {
  const promises = new Set(["paid.lead", "paid.shipped", "authorized.lead"]);
  const said = states.flatMap((state) => orderPage(statusFor(state, "owner"), "owner", "none").says);
  expect(said.filter((one) => one.is === "words" && promises.has(one.words))).toEqual([]);
  expect(said).toContainEqual({ is: "words", words: "paid.thanks" });
});
