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
 * One way to pay: how its shopper pays and comes back, and what its gateway says of it by itself. What the contract
 * demands of all of them is in lib/payments/stories/contract.test.ts.
 */
export type Way = {
  gateway: GatewayName;
  /** What a purchase asks of the gateway, by the names of its faults. */
  asks: readonly string[];
  /** Which of these takes the money; null where the gateway takes it without our asking. */
  takes: string | null;
  anOrder(): Promise<Order>;
  /** The shop prepares it; the same again where it is open already. */
  begin(order: Order): Promise<Payment>;
  isOpen(payment: Payment): boolean;
  /** The shopper does their part, of which the shop hears nothing. */
  pay(payment: Payment, how?: "declined" | "another amount"): Promise<unknown>;
  /** The shopper is back. */
  comeBack(payment: Payment): Promise<Payment>;
  /** The shopper's browser names the payment of somebody else. */
  comeBackWith(payment: Payment, other: Payment): Promise<unknown>;
  refunds: {
    operation: string;
    refusal: string;
    inConsole(payment: Payment, amount: number): Promise<unknown>;
  };
};

/** What a gateway itself says, whichever way of its own was taken. */
export type Witness = {
  fault(kind: FaultKind, how: { operation: string; times?: number | null; code?: string }): Promise<Fault>;
  /** What it took of an order's money, one for each charge. */
  taken(order: Order): Promise<number[]>;
  /** What it gave back, one for each refund. */
  givenBack(order: Order): Promise<number[]>;
  /** All that it was asked to do for an order. */
  asked(order: Order): Promise<Asked[]>;
  webhooks: typeof toss.webhooks | typeof stripe.webhooks;
};

type Fault = Awaited<ReturnType<typeof faultAtToss>>;

/** All that a gateway has for any attempt of an order. */
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
  isOpen: ({ door }) => door !== null,
  async pay(payment, how) {
    // A page cannot be changed once it is open; then Stripe tells of another amount, however often it is asked.
    if (how === "another amount") await faultAtStripe("wrong_amount", { operation: "look" });
    const card = how === "declined" ? { card: cards.declined } : {};
    return stripe.sessions.pay(payment.gatewaySessionKey ?? "", card);
  },
  comeBack: lookedAt,
  comeBackWith: (_, other) => returnFromStripe({ session_id: other.gatewaySessionKey ?? "" }),
  refunds: stripeRefunds,
};

/** With an intent another program, which has the shop's keys, can say another amount. */
const raise = ({ gatewayPaymentKey, amount }: Payment) =>
  anotherProgram().paymentIntents.update(gatewayPaymentKey ?? "", { amount: amount + 1_000 });

const stripeForm: Way = {
  ...stripePage,
  // It is opened as the server's own is, and looked at as a page is.
  asks: [],
  begin: async (order) => (await anOpenIntent(order)).payment,
  async pay(payment, how) {
    if (how === "another amount") await raise(payment);
    const card = how === "declined" ? { card: cards.declined } : {};
    return stripe.intents.pay(payment.gatewayPaymentKey ?? "", card);
  },
  comeBackWith: (_, other) => returnFromStripe({ payment_intent: other.gatewayPaymentKey ?? "" }),
};

/** Which card a shopper gave the shop's own server. */
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

/** All ways to pay by which the contract is tried. */
export const ways: Record<string, Way> = {
  "in Toss's window": tossWindow,
  "on Stripe's page": stripePage,
  "in Stripe's card form": stripeForm,
  "by a card that the shop's server charges at Stripe": stripeServer,
};
