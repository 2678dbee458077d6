import { days, minutes } from "../../clock";
import { emailForGateway } from "../../contact/email";
import { shorten } from "../../contact/shorten";
import { isTossPair, type PairName } from "../../contracts/gateways";
import { env } from "../../settings/env";
import type { Answer, Gateway, Look, Named, Snapshot } from "../gateway";
import type { HttpAnswer } from "../http";
import { lineTo } from "../line";
import { isRefused, isVague, noKeys, whyOfLook } from "../rejected";
import { saidSafely } from "../said";
import { noteTrouble } from "../troubles";
import {
  aboutOf,
  accountDeclines,
  confirmDeclines,
  isAbsent,
  issueDeclines,
  receiptDeclines,
  refundDeclines,
  whyOf,
} from "./codes";
import { apartOf, receiptsApart } from "./receipts";
import { listSettlement } from "./settlement";
import { listTransactions } from "./transactions";
import {
  apiVersion,
  cashReceiptTypes,
  readWebhook,
  snapshotOf,
  TossAcquired,
  TossError,
  TossPayment,
  TossReceiptApart,
  withoutAccounts,
  writeInstant,
} from "./wire";

export const toss: Gateway = {
  async confirm(pair, key, { paymentKey, orderId, amount }) {
    const answer = await ask(pair, "/v1/payments/confirm", key, { paymentKey, orderId, amount });
    return read(answer, confirmDeclines);
  },

  async open(pair, key, request) {
    if (request.what !== "account") throw new Error("Toss opens its own windows; only an account is opened.");
    const { what, dueAt, cashReceipt, orderName, customerEmail, taxFree, ...account } = request;
    const email = emailForGateway(customerEmail);
    const answer = await ask(pair, "/v1/virtual-accounts", key, {
      ...account,
      // Source: Toss core API, `orderName` of 1 to 100 characters.
      orderName: shorten(orderName, 100),
      ...(email && { customerEmail: email }),
      dueDate: writeInstant(new Date(dueAt)),
      ...(taxFree && { taxFreeAmount: taxFree }),
      ...(cashReceipt && { cashReceipt: { ...cashReceipt, type: cashReceiptTypes[cashReceipt.type] } }),
    });
    return read(answer, issueDeclines);
  },

  // No error is a decline here: a deposit may have arrived first, and a look will show that.
  async close(pair, key, { paymentKey, reason }) {
    const answer = await ask(pair, cancelPath(paymentKey), key, { cancelReason: reason });
    return read(answer, new Set());
  },

  capture() {
    throw new Error("Toss captures what it authorizes by itself.");
  },

  async acquire(pair, key, { paymentKey }) {
    const answer = await ask(pair, "/v1/settlements", key, { paymentKey });
    if (answer?.is !== "answered" || answer.status !== 200) return read(answer, new Set());
    // The answer says only that Toss took the request, so the payment itself comes from a look.
    if (!TossAcquired.safeParse(answer.json).success) return { is: "unknown", why: "malformed", code: null };
    const look = await lookAt(pair, paymentPath(paymentKey));
    if (look.is === "seen") return { is: "seen", snapshot: requested(look.snapshot) };
    // Under the same key Toss gives the same answer again.
    return { is: "unknown", why: "in_progress", code: null };
  },

  async refund(pair, key, { paymentKey, amount, taxFree, currency, reason, refundableAmount, account }) {
    const answer = await ask(pair, cancelPath(paymentKey), key, {
      cancelReason: reason,
      cancelAmount: amount,
      currency,
      refundableAmount,
      ...(taxFree && { taxFreeAmount: taxFree }),
      ...(account && { refundReceiveAccount: account }),
    });
    return read(answer, refundDeclines);
  },

  async issueReceipt(pair, key, { paymentKey, registrationNumber, taxFree, type, ...request }) {
    const answer = await ask(pair, "/v1/cash-receipts", key, {
      ...request,
      orderName: shorten(request.orderName, 100),
      type: cashReceiptTypes[type],
      customerIdentityNumber: registrationNumber,
      ...(taxFree && { taxFreeAmount: taxFree }),
    });
    return readReceipt(pair, answer, { paymentKey, orderId: request.orderId }, new Set());
  },

  async cancelReceipt(pair, key, { paymentKey, orderId, receiptKey, amount }) {
    const path = `/v1/cash-receipts/${encodeURIComponent(receiptKey)}/cancel`;
    const answer = await ask(pair, path, key, { amount });
    return readReceipt(pair, answer, { paymentKey, orderId }, receiptDeclines);
  },

  async look(pair, { receiptDays = [], ...named }) {
    const look = await lookFor(pair, named);
    const authorization = authorizationOf(pair);
    if (look.is !== "seen" || receiptDays.length === 0 || !authorization) return look;
    const { snapshot } = look;
    const ofPayment = new Set(snapshot.detail.cashReceipts?.map(({ key }) => key));
    const wish = { days: receiptDays, orderId: snapshot.orderId, ofPayment };
    return { ...look, snapshot: { ...snapshot, receiptsApart: await receiptsApart(authorization, wish) } };
  },

  changes: (pair, span, cursor) => listTransactions(authorizationOf(pair), span, cursor),
  settlement: (pair, wish, cursor) => listSettlement(authorizationOf(pair), wish, cursor),

  // Payment events carry no signature, so all of them are hints.
  refusal: () => null,
  news: (body, headers) => ({
    deliveryId: headers.get("tosspayments-webhook-transmission-id"),
    ...readWebhook(body),
    keepable: () => withoutAccounts(body),
  }),

  // 30 minutes to authenticate, then 10 to authorize. Source: Toss core API, payment status EXPIRED.
  windowMs: minutes(40),
  // Toss keeps keys for 15 days; one day less, so that the last ask still uses the original key.
  keyLifeMs: days(14),
  // Only our confirm takes money; virtual accounts, which take deposits, are handled separately.
  confirmMeans: "authorize",
  severalWindows: true,
  refundsKeepKey: false,
  tellsFees: false,
  signsNews: false,
  refundsComeBack: false,
};

const paymentPath = (paymentKey: string) => `/v1/payments/${encodeURIComponent(paymentKey)}`;
const cancelPath = (paymentKey: string) => `${paymentPath(paymentKey)}/cancel`;

/** A payment whose acquisition was requested just now, also if its own status follows later. */
function requested(snapshot: Snapshot): Snapshot {
  const { card = { issuer: "", number: "", installmentMonths: 0 } } = snapshot.detail;
  const { acquisition = "ready" } = card;
  const now = acquisition === "ready" ? "asked" : acquisition;
  return { ...snapshot, detail: { ...snapshot.detail, card: { ...card, acquisition: now } } };
}

async function ask(pair: PairName, path: string, key: string, body: object) {
  const authorization = authorizationOf(pair);
  if (!authorization) return undefined;
  return lineTo("toss", "ask").send(env().toss.apiUrl, {
    method: "POST",
    path,
    headers: { authorization, "idempotency-key": key },
    body,
  });
}

/** Reads a payment by its key, and if that finds nothing or another payment, by our order ID. */
async function lookFor(
  pair: PairName,
  { paymentKey, orderId }: Pick<Named, "paymentKey" | "orderId">,
): Promise<Look> {
  const byKey: Look = paymentKey ? await lookAt(pair, paymentPath(paymentKey)) : { is: "absent" };
  if (!orderId) return byKey;
  // A key of another order's payment says nothing about ours, and a key of another merchant nothing about our API
  // keys: anybody can send either.
  const elsewhere = byKey.is === "seen" && byKey.snapshot.orderId !== orderId;
  const isRefusedByKey = byKey.is === "unknown" && byKey.why === "setup";
  if (byKey.is !== "absent" && !elsewhere && !isRefusedByKey) return byKey;
  return lookAt(pair, `/v1/payments/orders/${encodeURIComponent(orderId)}`);
}

async function lookAt(pair: PairName, path: string): Promise<Look> {
  const authorization = authorizationOf(pair);
  if (!authorization) return { is: "unknown", why: whyOfLook(noKeys), code: null };
  const answer = await lineTo("toss", "look").send(env().toss.apiUrl, {
    method: "GET",
    path,
    headers: { authorization },
  });
  if (answer.is === "answered") {
    const code = TossError.safeParse(answer.json).data?.code ?? null;
    if (isAbsent(answer.status, code ?? "")) return { is: "absent" };
    if (isRefused(answer.status)) return { is: "unknown", why: "setup", code: code ?? String(answer.status) };
  }
  const answered = read(answer, new Set());
  return answered.is === "seen" || answered.is === "unknown"
    ? answered
    : { is: "unknown", why: whyOfLook(answered), code: answered.code };
}

/** The secret key is the user name and the password is empty: the colon is required. Source: Toss, "Authorization". */
function authorizationOf(pair: PairName) {
  const keys = isTossPair(pair) ? env().toss.pairs[pair] : undefined;
  return keys && `Basic ${Buffer.from(`${keys.secretKey}:`).toString("base64")}`;
}

/**
 * Maps Toss's response to a write to an answer, here and nowhere else: a payment, a decline from the closed list, a
 * request Toss rejected, or unknown.
 */
function read(answer: HttpAnswer | undefined, declines: ReadonlySet<string>): Answer {
  if (!answer) return noKeys;
  if (answer.is === "silent") return { is: "unknown", why: answer.why, code: null };
  const { status, json } = answer;
  if (status === 200) {
    const payment = TossPayment.safeParse(json);
    if (!payment.success) return { is: "unknown", why: "malformed", code: null };
    noteVersion(payment.data.version);
    return { is: "seen", snapshot: snapshotOf(payment.data) };
  }
  const error = TossError.safeParse(json);
  // A proxy's error page says nothing about what Toss did.
  if (!error.success) return { is: "unknown", why: "malformed", code: null };
  const { code = null, message } = error.data;
  // A server error says nothing certain, whatever its code.
  if (code !== null && !isVague(status) && declines.has(code))
    return {
      is: "declined",
      code,
      stillOpen: false,
      ...(accountDeclines.has(code) && { wrongAccount: true }),
    };
  const why = whyOf(status, code);
  if (why) return { is: "unknown", why, code };
  const requestId = answer.headers["x-tosspayments-trace-id"] ?? null;
  const said = saidSafely({ status, message: message ?? "", param: null, requestId });
  return { is: "rejected", code, about: aboutOf(status, code), said };
}

/**
 * The answer to a request about a cash receipt: the receipt alone, so the payment itself comes from a look. If that fails,
 * Toss repeats its answer under the same key.
 */
async function readReceipt(
  pair: PairName,
  answer: HttpAnswer | undefined,
  { paymentKey, orderId }: { paymentKey: string; orderId: string },
  declines: ReadonlySet<string>,
): Promise<Answer> {
  if (answer?.is !== "answered" || answer.status !== 200) return read(answer, declines);
  const receipt = TossReceiptApart.safeParse(answer.json);
  if (!receipt.success || receipt.data.orderId !== orderId)
    return { is: "unknown", why: "malformed", code: null };
  const look = await lookAt(pair, paymentPath(paymentKey));
  if (look.is !== "seen") return { is: "unknown", why: "in_progress", code: null };
  return { is: "seen", snapshot: { ...look.snapshot, receiptsApart: [apartOf(receipt.data)] } };
}

/**
 * Up to version 1.4, a bank's reversal looks like a cancel, so another version must be noticed. Source: Toss webhook
 * guide.
 */
function noteVersion(version: string | null | undefined) {
  if (version && version !== apiVersion)
    noteTrouble("toss", "api_version", { version: version.slice(0, 40) });
}
