import { expect, test } from "vitest";
import { auditOrder } from "@/lib/books/invariants";
import { atGateway, takeMoney } from "@/testing/gateway";
import {
  anAccount,
  anAttempt,
  anAuthenticatedPayment,
  authenticate,
  callsNow,
  orderNow,
  paymentNow,
  storyOf,
} from "@/testing/makers";
import { now } from "../clock";
import { claim } from "./confirm";
import { lookAndSettle } from "./look";
import { reconcileOnce } from "./reconcile";
import { settle } from "./settle";

// What crosses, so that one finding meets what another one has just written.

test("rule 14: money that is held shuts the account that waited beside it", async () => {
  const account = await anAccount();
  const { payment } = await anAttempt(account.order);
  const paymentKey = await authenticate(payment, undefined, 30_000);
  await takeMoney({ paymentKey, orderId: payment.gatewayOrderId, amount: 30_000 });
  await lookAndSettle(payment.id);
  expect((await orderNow(account.order)).status).toBe("held");
  expect(await auditOrder(account.order.id)).toEqual([]);
  await reconcileOnce();
  expect((await atGateway(account.payment.gatewayOrderId)).status).toBe("CANCELED");
  expect((await paymentNow(account.payment)).status).toBe("canceled");
});

test("rule 4: two find out that nothing happened, and the second one writes nothing", async () => {
  const { order, payment, paymentKey } = await anAuthenticatedPayment();
  await claim(payment, paymentKey, now());
  const asked = await paymentNow(payment);
  const nothing = { is: "nothing", why: "not_authenticated" } as const;
  expect((await settle(asked, nothing, now()))?.status).toBe("ready");
  const freed = await paymentNow(payment);
  const story = await storyOf(order);
  // One of them read the payment before, the other one after it was freed.
  expect(await settle(asked, nothing, now())).toBeUndefined();
  expect(await settle(freed, nothing, now())).toEqual(freed);
  expect(await paymentNow(payment)).toEqual(freed);
  expect(await storyOf(order)).toEqual(story);
  expect((await callsNow(payment)).map(({ state }) => state)).toEqual(["void"]);
});
