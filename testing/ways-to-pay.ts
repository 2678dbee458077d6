import { paymentsOf } from "@/db/payments";
import type { Order, Payment } from "@/db/schema";
import { db } from "@/db/store";
import { now } from "@/lib/clock";
import type { GatewayName } from "@/lib/contracts/gateways";
import { returnFromStripe } from "@/lib/payments/stripe/returned";
import { verify } from "@/lib/payments/stripe/verify";
import { readyToss } from "@/lib/payments/toss/ready";
import { returnBySuccess } from "@/lib/payments/toss/returned";
import type { FaultKind } from "@/testing/emulator-control";
import { fault as faultAtToss, takeMoney, toss, writesAsked as writesAtToss } from "./gateway";
import { anOrder, aReadyWish, authenticate, confirmWith, orderNow, paymentNow } from "./makers";
import { anotherProgram, fault as faultAtStripe, stripe, writesAsked as writesAtStripe } from "./stripe";
import { aDollarOrder, anOpenIntent, anOpenPage, cards, charge } from "./stripe-makers";

type Asked = {
  operation: string;
  idempotencyKey: string | null;
  body: unknown;
  acted: boolean;
  replayed: boolean;
};

/**
 * One way to pay: how its shopper pays and comes back, and what its gateway reports. The contract that all ways must
 * fulfill is in lib/payments/stories/contract.test.ts.
 */
export type Way = {
  gateway: GatewayName;
  /** The calls to the gateway that a purchase makes, by the names of its faults. */
  asks: readonly string[];
  /** Which of these takes the money; null if the gateway takes it without a request from us. */
  takes: string | null;
  anOrder(): Promise<Order>;
  /** The shop prepares the payment; returns the same one if it is already open. */
  begin(order: Order): Promise<Payment>;
  isOpen(payment: Payment): boolean;
  /** The shopper does their part, without the shop being notified. */
  pay(payment: Payment, how?: "declined" | "another amount"): Promise<unknown>;
  /** The shopper comes back. */
  comeBack(payment: Payment): Promise<Payment>;
  /** The shopper's browser names someone else's payment. */
  comeBackWith(payment: Payment, other: Payment): Promise<unknown>;
  refunds: {
    operation: string;
    refusal: string;
    inConsole(payment: Payment, amount: number): Promise<unknown>;
  };
};

/** What a gateway reports, whichever of its ways to pay was used. */
export type Witness = {
  fault(kind: FaultKind, how: { operation: string; times?: number | null; code?: string }): Promise<Fault>;
  /** What it took for an order, one amount per charge. */
  taken(order: Order): Promise<number[]>;
  /** What it refunded, one amount per refund. */
  givenBack(order: Order): Promise<number[]>;
  /** Every write it was asked to do for an order. */
  asked(order: Order): Promise<Asked[]>;
  webhooks: typeof toss.webhooks | typeof stripe.webhooks;
};

type Fault = Awaited<ReturnType<typeof faultAtToss>>;

/** Everything a gateway has for any attempt of an order. */
async function ofAttempts<Found>(
  order: Order,
  find: (orderId: string) => Promise<Found[]>,
): Promise<Found[]> {
  const attempts = await paymentsOf(db, order.id);
  return (await Promise.all(attempts.map(({ gatewayOrderId }) => find(gatewayOrderId)))).flat();
}

const tossPayments = (order: Order) => ofAttempts(order, toss.payments.list);
const intents = (order: Order) => ofAttempts(order, stripe.intents.list);

export const witnesses: Record<GatewayName, Witness> = {
  toss: {
    fault: (kind, how) => faultAtToss(kind, how as Parameters<typeof faultAtToss>[1]),
    taken: async (order) =>
      (await tossPayments(order))
        .filter(({ approvedAt }) => approvedAt)
        .map(({ totalAmount }) => totalAmount),
    givenBack: async (order) =>
      (await tossPayments(order)).flatMap(({ cancels }) => (cancels ?? []).map((it) => it.cancelAmount)),
    asked: (order) => ofAttempts<Asked>(order, writesAtToss),
    webhooks: toss.webhooks,
  },
  stripe: {
    fault: (kind, how) => faultAtStripe(kind, how as Parameters<typeof faultAtStripe>[1]),
    taken: async (order) =>
      (await intents(order)).filter((it) => it.status === "succeeded").map((it) => it.amount_received),
    givenBack: async (order) =>
      (await intents(order)).flatMap((it) =>
        (it.latest_charge?.refunds.data ?? []).map(({ amount }) => amount),
      ),
    asked: (order) => ofAttempts<Asked>(order, writesAtStripe),
    webhooks: stripe.webhooks,
  },
};

const windowOf = async ({ gatewayOrderId }: Payment) =>
  (await toss.payments.list(gatewayOrderId))[0]?.paymentKey ?? "";

const tossWindow: Way = {
  gateway: "toss",
  asks: ["confirm"],
  takes: "confirm",
  anOrder: () => anOrder(),
  begin: async (order) => (await readyToss(order, aReadyWish(order), now())).payment,
  isOpen: ({ status }) => status === "ready",
  async pay(payment, how) {
    if (how !== "another amount")
      return authenticate(payment, how === "declined" ? "insufficient_balance" : undefined);
    const amount = payment.amount + 1_000;
    const paymentKey = await authenticate(payment, undefined, amount);
    return takeMoney({ paymentKey, orderId: payment.gatewayOrderId, amount });
  },
  comeBack: async (payment) => confirmWith(payment, await windowOf(payment)),
  comeBackWith: (payment, other) =>
    returnBySuccess({
      paymentKey: other.gatewayPaymentKey ?? "",
      orderId: payment.gatewayOrderId,
      amount: payment.amount,
    }),
  refunds: {
    operation: "cancel",
    refusal: "NOT_CANCELABLE_AMOUNT",
    inConsole: (payment, amount) =>
      toss.payments.cancel(payment.gatewayPaymentKey ?? "", { amount, reason: "콘솔에서 환불" }),
  },
};

const stripeRefunds: Way["refunds"] = {
  operation: "create_refund",
  refusal: "charge_already_refunded",
  inConsole: async (payment, amount) =>
    stripe.intents.refund((await paymentNow(payment)).gatewayPaymentKey ?? "", { amount }),
};

const lookedAt = async (payment: Payment) => (await verify(payment)).payment;

const stripePage: Way = {
  gateway: "stripe",
  asks: ["create_session", "look"],
  takes: null,
  anOrder: () => aDollarOrder(),
  begin: async (order) => (await anOpenPage(order)).payment,
  isOpen: ({ surface }) => surface !== null,
  async pay(payment, how) {
    // An open page cannot be changed, so Stripe reports a different amount each time it is read.
    if (how === "another amount") await faultAtStripe("wrong_amount", { operation: "look" });
    const card = how === "declined" ? { card: cards.declined } : {};
    return stripe.sessions.pay(payment.gatewaySessionKey ?? "", card);
  },
  comeBack: lookedAt,
  comeBackWith: (_, other) => returnFromStripe({ session_id: other.gatewaySessionKey ?? "" }),
  refunds: stripeRefunds,
};

/** Another program with the shop's keys can change an intent's amount. */
const raise = ({ gatewayPaymentKey, amount }: Payment) =>
  anotherProgram().paymentIntents.update(gatewayPaymentKey ?? "", { amount: amount + 1_000 });

const stripeForm: Way = {
  ...stripePage,
  // It is opened like the server's intent, and looked at like a page.
  asks: [],
  begin: async (order) => (await anOpenIntent(order)).payment,
  async pay(payment, how) {
    if (how === "another amount") await raise(payment);
    const card = how === "declined" ? { card: cards.declined } : {};
    return stripe.intents.pay(payment.gatewayPaymentKey ?? "", card);
  },
  comeBackWith: (_, other) => returnFromStripe({ payment_intent: other.gatewayPaymentKey ?? "" }),
};

/** The card each shopper gave the shop's server. */
const given = new Map<string, string>();

const stripeServer: Way = {
  ...stripeForm,
  asks: ["create_intent", "confirm_intent"],
  takes: "confirm_intent",
  async pay(payment, how) {
    if (how === "another amount") await raise(payment);
    given.set(payment.id, how === "declined" ? "pm_card_visa_chargeDeclined" : "pm_card_visa");
  },
  comeBack: async (payment) => charge(await orderNow({ id: payment.orderId }), given.get(payment.id)),
};

/** All ways to pay that the contract is tested with. */
export const ways: Record<string, Way> = {
  "in Toss's window": tossWindow,
  "on Stripe's page": stripePage,
  "in Stripe's card form": stripeForm,
  "by a card that the shop's server charges at Stripe": stripeServer,
};
