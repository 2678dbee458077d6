import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { minutes } from "@/lib/clock";
import { lookAndRecord } from "@/lib/payments/engine/look";
import { reconcileOnce } from "@/lib/payments/worker/reconcile";
import { turnOurClock } from "./clock";
import { toss, writesAsked } from "./gateway";
import { anAuthenticatedPayment, confirmWith, orderNow, paymentNow } from "./makers";

// The tour in the README is what people try first: its commands to the emulator must do what it says.

const readme = readFileSync("README.md", "utf8");
const step = readme.slice(readme.indexOf("4. Now break it."), readme.indexOf("5. Buy once more"));

/** The requests that the step's commands send to the emulator. */
const asked = [...step.matchAll(/curl -X (\w+) localhost:4010(\S+)(?:[^\n]*\\\n\s+-d '([^']+)')?/g)].map(
  ([, method = "", path = "", body]) => ({ method, path, body }),
);

const run = async ({ method, path, body }: (typeof asked)[number]) => {
  const response = await fetch(new URL(path, process.env.TOSS_BASE_URL), {
    method,
    ...(body && { body, headers: { "content-type": "application/json" } }),
  });
  expect(response.ok, `${method} ${path} ${body ?? ""}`).toBe(true);
};

test("the gateway charges without answering: the result is unknown until it answers again", async () => {
  const [hold, away, clear] = asked;
  if (!hold || !away || clear?.method !== "DELETE")
    throw new Error("The README's tour does not have the expected commands.");
  const { order, payment, paymentKey } = await anAuthenticatedPayment();
  await run(hold);
  await run(away);
  const answer = confirmWith(payment, paymentKey);
  await expect.poll(async () => (await toss.payments.list(payment.gatewayOrderId))[0]?.status).toBe("DONE");

  // A webhook makes the shop look, and so does its loop.
  await lookAndRecord(payment.id);
  await reconcileOnce();
  expect(await paymentNow(payment)).toMatchObject({ status: "confirming", captured: 0 });
  expect(await orderNow(order)).toMatchObject({ askingPaymentId: payment.id });

  await run(clear);
  await answer;
  turnOurClock(minutes(1));
  await reconcileOnce();
  expect(await paymentNow(payment)).toMatchObject({ status: "paid", captured: order.amount });
  expect(await writesAsked(payment.gatewayOrderId)).toHaveLength(1);
});
