import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { setTimeout as pause } from "node:timers/promises";
import { stripeAnswer } from "./stripe";

// A gateway that is never the bottleneck: it approves every request after the configured delay, and keeps the payments
// in memory. It is no emulator: it checks nothing, refuses nothing and sends no webhooks.

const delay_ms = Number(process.env.BENCH_GATEWAY_DELAY_MS);
const taken = new Map<string, Taken>();
type Taken = ReturnType<typeof approved>;

createServer(async (request, response) => {
  const path = request.url ?? "";
  if (path === "/health") return send(response, 200, { ready: true });
  const body = request.method === "POST" ? await bodyOf(request) : "";
  const payment = stripeAnswer(request, body) ?? tossAnswer(path, body);
  if (delay_ms > 0) await pause(delay_ms);
  if (payment) send(response, 200, payment);
  else send(response, 404, { code: "NOT_FOUND_PAYMENT", message: "존재하지 않는 결제 정보 입니다." });
}).listen(Number(process.env.BENCH_GATEWAY_PORT), "127.0.0.1");

/** The answer to a request; undefined if it is about no payment. */
function tossAnswer(path: string, body: string): object | undefined {
  if (!body) return taken.get(path);
  const canceled = taken.get(path.replace(/\/cancel$/, ""));
  return canceled ? cancel(canceled, JSON.parse(body)) : take(JSON.parse(body));
}

/** Refunds all of it. Source: Toss core API, `cancels`. */
function cancel(payment: Taken, { cancelReason }: { cancelReason: string }) {
  const canceled = {
    transactionKey: `txrd_cancel_${payment.paymentKey}`,
    cancelReason,
    taxExemptionAmount: 0,
    canceledAt: new Date().toISOString(),
    cardDiscountAmount: 0,
    transferDiscountAmount: 0,
    easyPayDiscountAmount: 0,
    receiptKey: null,
    cancelAmount: payment.totalAmount,
    taxFreeAmount: 0,
    refundableAmount: 0,
    cancelStatus: "DONE",
    cancelRequestId: null,
  };
  return { ...payment, status: "CANCELED", balanceAmount: 0, cancels: [canceled] };
}

function take({ paymentKey, orderId, amount }: { paymentKey: string; orderId: string; amount: number }) {
  const payment = approved(paymentKey, orderId, amount);
  taken.set(`/v1/payments/${paymentKey}`, payment).set(`/v1/payments/orders/${orderId}`, payment);
  return payment;
}

/** As long as a real answer, so that parsing it costs the same. Source: Toss core API, Payment. */
function approved(paymentKey: string, orderId: string, amount: number) {
  const at = new Date().toISOString();
  return {
    mId: "tosspayments",
    version: "2022-11-16",
    paymentKey,
    lastTransactionKey: `txrd_${paymentKey}`,
    orderId,
    orderName: "Cool T-Shirt",
    taxExemptionAmount: 0,
    status: "DONE",
    requestedAt: at,
    approvedAt: at,
    useEscrow: false,
    cultureExpense: false,
    card: {
      issuerCode: "61",
      acquirerCode: "31",
      number: "12345678****789*",
      installmentPlanMonths: 0,
      isInterestFree: false,
      interestPayer: null,
      approveNo: "00000000",
      useCardPoint: false,
      cardType: "신용",
      ownerType: "개인",
      acquireStatus: "READY",
      amount,
    },
    virtualAccount: null,
    transfer: null,
    mobilePhone: null,
    giftCertificate: null,
    cashReceipt: null,
    cashReceipts: null,
    discount: null,
    cancels: null,
    secret: null,
    type: "NORMAL",
    easyPay: null,
    country: "KR",
    failure: null,
    isPartialCancelable: true,
    receipt: { url: "https://dashboard.tosspayments.com/receipt" },
    checkout: { url: "https://api.tosspayments.com/v1/payments/checkout" },
    currency: "KRW",
    totalAmount: amount,
    balanceAmount: amount,
    suppliedAmount: Math.round(amount / 1.1),
    vat: amount - Math.round(amount / 1.1),
    taxFreeAmount: 0,
    method: "카드",
  };
}

async function bodyOf(request: IncomingMessage) {
  let text = "";
  for await (const chunk of request.setEncoding("utf8")) text += chunk;
  return text;
}

function send(response: ServerResponse, status: number, body: object) {
  response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(body));
}
