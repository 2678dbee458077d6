import { expect, test } from "vitest";
import { allStates, statusFor } from "@/testing/order-states";
import { isBought, paymentOf, type Status } from "../status/standing";
import { type Step, stepsOf } from "./steps";

const shipped = {
  shippedAt: "2026-11-30T01:00:00.000Z",
  courier: "cj",
  trackingNumber: "123456789012",
} as const;

/** What the steps say that the order's payments do not. */
function faultsOf(steps: Step[], status: Status): string[] {
  const has = (...kinds: Step["is"][]) => steps.some(({ is }) => kinds.includes(is));
  const done = steps.filter(({ is }) => is === "refunded");
  const sum = done.reduce((all, { money }) => all + (money?.amount ?? 0), 0);
  const refunded = status.refunds.reduce(
    (all, { state, amount }) => all + (state === "done" ? amount : 0),
    0,
  );
  const isOver = status.order.status === "expired" || status.order.status === "canceled";
  const wrong: [boolean, string][] = [
    [steps[0]?.is === "ordered", "does not begin with the order"],
    [
      has("paid", "deposited") ===
        (isBought(status.order.status) && paymentOf(status.payments) !== undefined),
      "says that it is paid, or does not",
    ],
    [!has("packing") || isBought(status.order.status) || has("held"), "packs what nobody paid"],
    [!has("packing") || status.order.status !== "refunded", "packs what was refunded"],
    [sum === refunded, `says that ${sum} was refunded, and it was ${refunded}`],
    [has("ended") === isOver, "says that it ended, or does not"],
    [
      steps.every(({ is, at }) => !["packing", "toPay", "toDeposit", "refunding"].includes(is) || !at),
      "is done too early",
    ],
  ];
  return wrong.filter(([holds]) => !holds).map(([, fault]) => fault);
}

test("in every state an order's steps say only what is true", () => {
  const faults = allStates().flatMap((state) => {
    const status = statusFor(state, "owner");
    const steps = stepsOf({ status, timeline: [], shipment: null, hasDelivery: true });
    return faultsOf(steps, status).map((fault) => `${state.name}: ${fault}`);
  });
  expect(faults).toEqual([]);
});

test("a paid order is packed, then shipped, and keeps that when some of it is refunded", () => {
  const states = allStates().filter(({ order }) => order.status === "paid");
  for (const state of states) {
    const status = statusFor(state, "owner");
    const names = stepsOf({ status, timeline: [], shipment: shipped, hasDelivery: true }).map(({ is }) => is);
    expect(names).toContain("shipped");
    expect(names).not.toContain("packing");
  }
});

test("an order with nothing to deliver is ordered, paid and done", () => {
  for (const state of allStates()) {
    const status = statusFor(state, "owner");
    const steps = stepsOf({ status, timeline: [], shipment: null, hasDelivery: false });
    const isDone = isBought(status.order.status) && status.order.status !== "refunded";
    expect(steps.map(({ is }) => is)).not.toContain("packing");
    expect(steps.some(({ is, at }) => is === "done" && at)).toBe(isDone);
  }
});
