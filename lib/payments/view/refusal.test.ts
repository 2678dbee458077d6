import { describe, expect, test } from "vitest";
import { type Order, type Payment, storedOrderStatuses, uncountedReasons } from "@/db/schema";
import { anAttempt } from "@/testing/makers";
import { later, minutes, now } from "../../clock";
import type { Problem } from "../../problem";
import { moves } from "../engine/state";
import { refusalOf, refusalOfConfirm, refusalOfOpening } from "./refusal";

// Checks the messages that payers get, in every state of an order and one of its payments, against the facts.

type Case = { order: Order; payment: Payment; pays: boolean };

const paymentStatuses = Object.keys(moves) as Payment["status"][];

/** How much of the captured money was refunded or is on its way. */
const ways = {
  stays: { refunded: 0, refundPending: 0 },
  "is on its way back": { refunded: 0, refundPending: 29_000 },
  "partly went back, and the rest is on its way": { refunded: 9_000, refundPending: 20_000 },
  "partly went back, and the rest was refused": { refunded: 9_000, refundPending: 0 },
  "went back": { refunded: 29_000, refundPending: 0 },
};

/** Every pair of rows that the table of moves and the books allow. */
async function* cases(): AsyncGenerator<Case> {
  const made = await anAttempt();
  for (const status of storedOrderStatuses)
    for (const isOver of [false, true])
      for (const asking of [null, made.payment.id, "another payment"])
        for (const paymentStatus of paymentStatuses)
          for (const way of Object.values(ways))
            for (const pays of [true, false])
              for (const failureCode of [null, "REJECT_CARD_COMPANY"]) {
                const isPaid = status === "paid";
                const wasTaken = paymentStatus === "paid" || paymentStatus === "in_review";
                // If an operator returned money in review, the payment is canceled.
                const isReturned = paymentStatus === "canceled" && way !== ways.stays;
                const captured = wasTaken || isReturned ? 29_000 : 0;
                const back = captured > 0 ? way : ways.stays;
                if (pays && !(isPaid && paymentStatus === "paid")) continue;
                const reasons = paymentStatus === "paid" && !pays ? [null, ...uncountedReasons] : [null];
                if (asking && !(status === "open" || status === "waiting_for_deposit")) continue;
                if ((paymentStatus === "confirming" || paymentStatus === "authorized") && !asking) continue;
                const winnerPaymentId = pays ? made.payment.id : isPaid ? "another payment" : null;
                const order = {
                  ...made.order,
                  status,
                  askingPaymentId: asking,
                  winnerPaymentId,
                  stockTaken: status !== "expired" && status !== "canceled",
                  expiresAt: later(now(), isOver ? -minutes(1) : minutes(20)),
                };
                const payment = { ...made.payment, status: paymentStatus, captured, ...back, failureCode };
                for (const uncounted of reasons) yield { order, payment: { ...payment, uncounted }, pays };
              }
}

/** Each claim a refusal may make, and whether it is true. */
const claims: [says: RegExp, isSo: (it: Case) => boolean][] = [
  [
    /no money was taken/i,
    ({ payment }) =>
      payment.captured === 0 && !["confirming", "authorized", "requires_action"].includes(payment.status),
  ],
  [
    /payment is being refunded/,
    ({ payment }) =>
      payment.refundPending > 0 && payment.refunded + payment.refundPending === payment.captured,
  ],
  [/payment was refunded/, ({ payment }) => payment.captured > 0 && payment.refunded === payment.captured],
  [
    /someone at the shop will refund the payment/i,
    ({ payment }) => payment.captured > payment.refunded + payment.refundPending,
  ],
  [
    /items are sold out/,
    ({ order, payment }) => order.status === "expired" && payment.uncounted === "sold_out",
  ],
  [/order was canceled/, ({ order }) => order.status === "canceled"],
  [/has ended/, ({ order }) => order.status === "expired"],
  [/can no longer be paid/, ({ order }) => order.status === "expired" || order.expiresAt <= now()],
  [/is already paid|paid this order/, ({ order }) => order.status === "paid"],
  [/on hold/, ({ order }) => order.status === "authorized"],
  [/being authorized/, ({ order }) => order.askingPaymentId !== null],
  [/must review/, ({ order, payment }) => order.status === "in_review" || payment.status === "in_review"],
  [
    /was declined/,
    ({ payment }) => payment.status === "failed" || (payment.status === "ready" && !!payment.failureCode),
  ],
  [/not been authenticated/, ({ payment }) => payment.status === "ready" && !payment.failureCode],
  [/payment expired/, ({ payment }) => payment.status === "expired"],
  [/attempt was canceled/, ({ payment }) => payment.status === "canceled"],
];

const lies = (it: Case, refusal: Problem) =>
  claims.filter(([says, isSo]) => says.test(refusal.message) && !isSo(it)).map(([says]) => String(says));

const tell = ({ order, payment }: Case, refusal: Problem | undefined) =>
  `${order.status} ${order.expiresAt <= now() ? "over " : ""}${order.askingPaymentId ?? ""} / ${payment.status} ` +
  `${payment.captured}-${payment.refunded}-${payment.refundPending}: ${refusal?.code} ${refusal?.message}`;

describe("whatever the state, a refusal claims only what is true", () => {
  test.each([
    ["a confirm", refusalOfConfirm],
    ["an opening", refusalOfOpening],
    ["anybody who wants to pay the order", (order: Order, _: Payment, at: Date) => refusalOf(order, at)],
  ] as const)("to %s", async (_, refusalFor) => {
    const wrong: string[] = [];
    let many = 0;
    for await (const it of cases()) {
      const refusal = refusalFor(it.order, it.payment, now());
      many += 1;
      if (refusal && lies(it, refusal).length > 0)
        wrong.push(`${tell(it, refusal)} (${lies(it, refusal).join()})`);
    }
    expect(many).toBeGreaterThan(500);
    expect(wrong).toEqual([]);
  });

  test("and always says what becomes of charged money that does not count", async () => {
    const silent: string[] = [];
    for await (const it of cases()) {
      const refusal = refusalOfConfirm(it.order, it.payment, now());
      const isUncounted = it.payment.captured > 0 && !it.pays && it.payment.status !== "in_review";
      if (isUncounted && !/refunded|will refund the payment/.test(refusal?.message ?? ""))
        silent.push(tell(it, refusal));
      // A payment that pays its order is not refused, and neither is one whose outcome is unknown.
      if (it.pays) expect(refusal).toBeUndefined();
    }
    expect(silent).toEqual([]);
  });

  test("and tells a shopper who returns with an ended attempt that the order is paid", async () => {
    for await (const it of cases())
      if (
        it.order.status === "paid" &&
        ["failed", "expired", "canceled", "ready"].includes(it.payment.status)
      )
        expect(refusalOfConfirm(it.order, it.payment, now())?.code, tell(it, undefined)).toBe(
          "order_already_paid",
        );
  });
});
