import { expect, test } from "vitest";
import { paymentsOf } from "@/db/payments";
import type { Order, Payment } from "@/db/schema";
import { db } from "@/db/store";
import { auditOrder } from "@/lib/books/invariants";
import { orderNow, paymentNow, shopUrls } from "@/testing/makers";
import { fault, turnClock } from "@/testing/stripe";
import { aFormWish, anOpenPage, aPageWish, payOnPage } from "@/testing/stripe-makers";
import { minutes, seconds } from "../../clock";
import { openStripe } from "../stripe/open";
import { returnFromStripe } from "../stripe/returned";
import { presentStatus } from "../view/present";
import { reconcileOnce } from "../worker/reconcile";

// Mina returns from Stripe's page, and Stripe does not say whether she paid.

const comeBack = ({ gatewaySessionKey }: Payment) =>
  returnFromStripe({ session_id: gatewaySessionKey ?? "" });

const next = async (order: Order) =>
  presentStatus(await orderNow(order), await paymentsOf(db, order.id)).next.action;

async function backInSilence({ paid }: { paid: boolean }) {
  const { order, payment, sessionId } = await anOpenPage();
  if (paid) await payOnPage(payment);
  const away = await fault("away", { operation: "look" });
  const { location } = await comeBack(payment);
  expect(location).toBe(`${shopUrls.successUrl}?session_id=${sessionId}&order_number=${order.number}`);
  expect(await next(order)).toBe("wait");
  expect(await auditOrder(order.id)).toEqual([]);
  return { order, payment, away };
}

test("a shopper who paid is never told to pay again, and the payment is found automatically", async () => {
  const { order, payment, away } = await backInSilence({ paid: true });
  await expect(openStripe(await orderNow(order), aFormWish)).rejects.toMatchObject({
    code: "payment_in_progress",
  });
  await away.mend();
  await turnClock(seconds(2));
  await reconcileOnce();
  expect(await orderNow(order)).toMatchObject({ status: "paid", winnerPaymentId: payment.id });
  expect(await auditOrder(order.id)).toEqual([]);
});

test("a shopper who did not pay may pay once Stripe says so, on the same page", async () => {
  const { order, payment, away } = await backInSilence({ paid: false });
  expect((await comeBack(payment)).location).toContain(shopUrls.successUrl);
  await away.mend();
  await turnClock(seconds(2));
  await reconcileOnce();
  expect(await paymentNow(payment)).toMatchObject({ status: "ready", failureCode: null });
  expect(await next(order)).toBe("pay");
  expect(await auditOrder(order.id)).toEqual([]);
  expect(await openStripe(await orderNow(order), aPageWish)).toMatchObject({ payment: { id: payment.id } });
  await payOnPage(payment);
  expect((await comeBack(payment)).location).toContain(shopUrls.successUrl);
  expect((await orderNow(order)).status).toBe("paid");
});

test("Stripe stays silent until the page expires: then the shopper is told that nothing was charged", async () => {
  const { order, payment, away } = await backInSilence({ paid: false });
  await turnClock(minutes(40));
  await reconcileOnce();
  expect(await next(order)).toBe("wait");
  await away.mend();
  await turnClock(minutes(30));
  await reconcileOnce();
  await reconcileOnce();
  expect(await paymentNow(payment)).toMatchObject({ status: "expired", captured: 0 });
  expect((await orderNow(order)).status).toBe("expired");
  expect(await auditOrder(order.id)).toEqual([]);
});
