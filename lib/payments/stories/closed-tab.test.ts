import { expect, test } from "vitest";
import { orderNow, paymentNow } from "@/testing/makers";
import { looksAt, turnClock } from "@/testing/stripe";
import { anOpenIntent, anOpenPage, payOnPage } from "@/testing/stripe-makers";
import { minutes, now } from "../../clock";
import { expire } from "../ending/expire";
import { reconcileOnce } from "../worker/reconcile";

test("Mina pays and closes the tab, and the webhook is lost: the shop queries the payment long before her order ends", async () => {
  const { order, payment } = await anOpenPage();
  await payOnPage(payment);
  expect(await orderNow(order)).toMatchObject({ status: "open" });

  await turnClock(minutes(3));
  await reconcileOnce();

  expect(await orderNow(order)).toMatchObject({ status: "paid", winnerPaymentId: payment.id });
});

test("a page that nobody pays on is queried a handful of times, and never again once it is closed", async () => {
  const { order, payment } = await anOpenPage();
  for (let minute = 0; minute < 30; minute += 1) {
    await turnClock(minutes(1));
    await reconcileOnce();
  }
  expect(await looksAt(payment.gatewayOrderId)).toBeLessThan(10);

  await turnClock(minutes(20));
  await expire(order.id, now());
  await reconcileOnce();
  expect(await paymentNow(payment)).toMatchObject({ status: "expired", surface: null, nextLookAt: null });
});

test("an intent that waits for a card is queried like a page", async () => {
  const { payment } = await anOpenIntent();
  expect((await paymentNow(payment)).nextLookAt).toEqual(new Date(payment.createdAt.getTime() + minutes(3)));
});
