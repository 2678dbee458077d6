import { describe, expect, test, vi } from "vitest";
import { setOurClock, turnOurClock } from "@/testing/clock";
import { fault } from "@/testing/gateway";
import { anAuthenticatedPayment, anIssueWish, anOrder } from "@/testing/makers";
import { fault as faultAtStripe } from "@/testing/stripe";
import { aDollarOrder, aPageWish } from "@/testing/stripe-makers";
import { countdown, hours, now, seconds } from "../../clock";
import { accessToken } from "../../orders/access";
import { waitForChange } from "../../orders/status";
import { confirm } from "../checkout/confirm";
import { openStripe } from "../stripe/open";
import { issueVirtualAccount } from "../toss/issue";

const waitMs = seconds(8);

/** Lets at most a minute pass, after the server's clock was set back by an hour during the wait. */
async function answered<T>(waiting: Promise<T>): Promise<T> {
  setOurClock(-hours(1));
  let isOver = false;
  waiting.finally(() => {
    isOver = true;
  });
  await vi.waitUntil(
    () => {
      turnOurClock(seconds(2));
      return isOver;
    },
    { timeout: 1_500, interval: 50 },
  );
  return waiting;
}

describe("a waiting caller is answered in time although the server's clock is set back by an hour", () => {
  test("a repeat of a confirm whose first request is running", async () => {
    const { payment, paymentKey } = await anAuthenticatedPayment();
    await fault("away");
    await confirm(payment, { paymentKey, amount: payment.amount, waitMs });
    const repeat = confirm(payment, { paymentKey, amount: payment.amount, waitMs });
    expect(await answered(repeat)).toMatchObject({ status: "confirming" });
  });

  test("a repeat of a virtual account that is being issued", async () => {
    const order = await anOrder();
    await fault("away");
    const wish = { ...anIssueWish, waitMs };
    await issueVirtualAccount(order, wish, now());
    const repeat = issueVirtualAccount(order, wish, now());
    expect(await answered(repeat)).toMatchObject({ payment: { status: "confirming" } });
  });

  test("a repeat of a Stripe page that is being opened", async () => {
    const order = await aDollarOrder();
    await faultAtStripe("away");
    await openStripe(order, { ...aPageWish, waitMs });
    const repeat = openStripe(order, { ...aPageWish, waitMs });
    expect(await answered(repeat)).toMatchObject({ payment: { status: "ready", surface: null } });
  });

  test("a status request that waits for a change", async () => {
    const order = await anOrder();
    const headers = new Headers({ "order-token": await accessToken(order.id) });
    const gone = new AbortController().signal;
    const held = waitForChange(order.number, headers, { since: order.version, waitMs, gone });
    expect(await answered(held)).toMatchObject({ status: { order: { status: "open" } } });
  });
});

test("setting the clock forward or back neither shortens nor extends a wait", () => {
  const left = countdown(seconds(8));
  setOurClock(hours(1));
  expect(left()).toBe(seconds(8));
  setOurClock(-hours(3));
  expect(left()).toBe(seconds(8));
  turnOurClock(seconds(3));
  expect(left()).toBe(seconds(5));
  turnOurClock(seconds(6));
  expect(left()).toBe(0);
});
