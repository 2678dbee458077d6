import { expect, test } from "vitest";
import { turnOurClock } from "@/testing/clock";
import { takeMoney } from "@/testing/gateway";
import { anAttempt, authenticate, confirmWith, orderNow, paymentNow } from "@/testing/makers";
import { now, seconds } from "../../clock";
import { receive, workOnNews } from "../worker/inbox";

test("a charge of one window is found, although the other window's card was declined", async () => {
  const { order, payment } = await anAttempt();
  const first = await authenticate(payment);
  const second = await authenticate(payment, "insufficient_balance");
  expect((await confirmWith(payment, second)).status).toBe("failed");
  // A confirm from the first window was held up and arrives only now.
  await takeMoney({ paymentKey: first, orderId: payment.gatewayOrderId, amount: payment.amount });
  turnOurClock(seconds(5));
  const body = JSON.stringify({ data: { paymentKey: first, orderId: payment.gatewayOrderId } });
  await workOnNews((await receive("toss", body, new Headers(), now())) ?? "");
  expect(await paymentNow(payment)).toMatchObject({ status: "paid", gatewayPaymentKey: first });
  expect(await orderNow(order)).toMatchObject({ status: "paid", winnerPaymentId: payment.id });
});
