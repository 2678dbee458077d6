import { afterEach, describe, expect, test } from "vitest";
import { auditOf } from "@/db/audit";
import type { Payment } from "@/db/schema";
import { db } from "@/db/store";
import { listenForAlarms } from "@/testing/alarms";
import { aForm, deskAddress, haneul, jiwoo, minho } from "@/testing/desk-people";
import { acquiredByTheShop, fault, toss, turnClock } from "@/testing/gateway";
import {
  anAuthenticatedPayment,
  aPaidPayment,
  callsNow,
  confirmWith,
  needsNow,
  orderNow,
  paymentNow,
  storyOf,
} from "@/testing/makers";
import { passNights } from "@/testing/nights";
import { answerOfAcquire } from "../../answers/acquire";
import { auditOrder } from "../../books/invariants";
import { days, minutes } from "../../clock";
import type { Acquisition } from "../../contracts/acquisition";
import { acquireByStaff } from "../../desk/acts/acquire";
import { orderDossier } from "../../desk/read/dossier";
import type { Staff } from "../../desk/staff/permissions";
import { gateway, useGateways } from "../../gateways";
import type { Snapshot } from "../../gateways/gateway";
import { env } from "../../settings/env";
import { lookAndRecord } from "../engine/look";
import { reconcileOnce } from "../worker/reconcile";

// A shop whose contract with Toss leaves it to the shop to have each card payment acquired.

acquiredByTheShop();
afterEach(() => useGateways());

const press = ({ id }: Payment, staff: Staff = jiwoo, key?: string) =>
  acquireByStaff(staff, id, { keyed: aForm(staff, { payment: id }, key), address: deskAddress });
const acquisitionNow = async (payment: Payment) => (await paymentNow(payment)).detail.card?.acquisition;
const requests = async ({ gatewayPaymentKey }: Payment) =>
  (await toss.requests({ operation: "acquire" })).filter(
    ({ paymentKey }) => paymentKey === gatewayPaymentKey,
  );
const toAcquire = async ({ number }: { number: string }) =>
  (await orderDossier(jiwoo, number))?.toAcquire.map(({ id }) => id);

async function later(ms = minutes(2)) {
  for (let turn = 0; turn < 3; turn += 1) {
    await turnClock(ms);
    await reconcileOnce();
  }
}

test("Jiwoo has a card payment acquired, and the desk shows how far it is until the card company has answered", async () => {
  const { order, payment } = await aPaidPayment();
  expect(await acquisitionNow(payment)).toBe("ready");
  expect(await toAcquire(order)).toEqual([payment.id]);
  await turnClock(days(3));
  await lookAndRecord(payment.id);
  expect(await acquisitionNow(payment)).toBe("ready");

  expect(await answerOfAcquire(await press(payment, jiwoo, "form-1"))).toMatchObject({
    body: { status: "paid" },
  });
  expect(await acquisitionNow(payment)).toBe("requested");
  expect(await toAcquire(order)).toEqual([]);
  await press(payment, jiwoo, "form-1");
  await expect(press(payment)).rejects.toMatchObject({ code: "already_acquired", status: 409 });
  expect(await requests(payment)).toMatchObject([{ status: 200, acted: true }]);
  expect(await callsNow(payment)).toContainEqual(
    expect.objectContaining({ id: `${payment.id}:acquire:1`, kind: "acquire", state: "done" }),
  );
  expect(await storyOf(order)).toContain("acquire_asked");
  expect(await auditOf(db, order.number)).toMatchObject([
    { action: "acquire_asked", actor: `staff:${jiwoo.id}`, address: deskAddress },
  ]);

  await later(days(2));
  expect(await paymentNow(payment)).toMatchObject({
    status: "paid",
    detail: { card: { acquisition: "completed" } },
  });
  expect(await auditOrder(order.id)).toEqual([]);
  expect(await needsNow(payment)).toEqual([]);
});

test("two people press at once: Toss is asked once", async () => {
  const { order, payment } = await aPaidPayment();
  const pressed = await Promise.allSettled([press(payment, jiwoo), press(payment, minho)]);
  expect(pressed.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
  expect(pressed.find(({ status }) => status === "rejected")).toMatchObject({
    reason: { code: expect.stringMatching(/^(call_busy|already_acquired)$/) },
  });
  expect(await requests(payment)).toHaveLength(1);
  expect(await auditOf(db, order.number)).toHaveLength(1);
});

describe("while Toss gives no answer", () => {
  test.each(["drop_before", "drop_after", "error_after", "malformed"] as const)(
    "%s: the shop finds out, and the payment is acquired once",
    async (kind) => {
      const { order, payment } = await aPaidPayment();
      const { mend } = await fault(kind, { operation: "acquire", times: null });
      const answer = await answerOfAcquire(await press(payment));
      // If Toss acted, a look has found it already.
      expect(answer).toMatchObject(kind === "drop_before" ? { status: 202 } : { body: { status: "paid" } });
      await mend();
      await later();
      expect(await acquisitionNow(payment)).toBe("requested");
      expect((await requests(payment)).filter(({ acted }) => acted)).toHaveLength(1);
      expect((await callsNow(payment)).filter(({ state }) => state === "pending")).toEqual([]);
      expect(await auditOrder(order.id)).toEqual([]);
    },
  );
});

test("another contract than the setting says: Toss refuses, staff read so, and may ask again", async () => {
  await toss.contract({ acquisition: "automatic" });
  const { order, payment } = await aPaidPayment();
  const alarms = listenForAlarms();
  const answer = answerOfAcquire(await press(payment));
  await expect(answer).rejects.toMatchObject({ code: "acquisition_declined", status: 409 });
  expect(await storyOf(order)).toContain("acquire_failed");
  expect(await paymentNow(payment)).toMatchObject({ status: "paid", failureCode: null });
  expect(JSON.stringify(alarms())).toContain("FORBIDDEN_REQUEST");
  await expect(answerOfAcquire(await press(payment))).rejects.toMatchObject({ code: "acquisition_declined" });
  expect((await callsNow(payment)).filter(({ kind }) => kind === "acquire")).toHaveLength(2);
  expect(await auditOrder(order.id)).toEqual([]);
});

test("it was acquired in Toss's console meanwhile: nothing is wrong", async () => {
  const { payment, paymentKey } = await aPaidPayment();
  await toss.acquire(paymentKey);
  expect(await answerOfAcquire(await press(payment))).toMatchObject({ body: { status: "paid" } });
  expect(await acquisitionNow(payment)).toBe("requested");
});

test("what was refunded in the console is not acquired, and no request stays open", async () => {
  const { order, payment, paymentKey } = await aPaidPayment();
  await toss.payments.cancel(paymentKey, { reason: "변심" });
  await expect(answerOfAcquire(await press(payment))).rejects.toMatchObject({ code: "nothing_to_acquire" });
  expect(await paymentNow(payment)).toMatchObject({ refunded: payment.captured });
  expect(await callsNow(payment)).toContainEqual(
    expect.objectContaining({ kind: "acquire", state: "declined" }),
  );
  await expect(press(payment)).rejects.toMatchObject({ code: "nothing_to_acquire" });
  expect(await auditOrder(order.id)).toEqual([]);
});

test("only who may capture has payments acquired, and only what the shop has to", async () => {
  const { order, payment } = await aPaidPayment();
  await expect(press(payment, haneul)).rejects.toMatchObject({ code: "forbidden" });
  const open = await anAuthenticatedPayment();
  await expect(press(open.payment)).rejects.toMatchObject({ code: "nothing_to_acquire" });
  expect(await confirmWith(open.payment, open.paymentKey)).toMatchObject({ status: "paid" });
  env().toss.acquisition = "automatic";
  await expect(press(payment)).rejects.toMatchObject({ code: "nothing_to_acquire" });
  expect(await toAcquire(order)).toEqual([]);
  expect(await requests(payment)).toEqual([]);
});

/** What Toss says of the acquisition from now on; `asked`: what its answer to a request leads to. */
function told(acquisition: Acquisition, asked: Acquisition = "asked") {
  const real = gateway("toss");
  const saying = (snapshot: Snapshot, said: Acquisition) => {
    const { card } = snapshot.detail;
    return card
      ? { ...snapshot, detail: { ...snapshot.detail, card: { ...card, acquisition: said } } }
      : snapshot;
  };
  useGateways({
    toss: {
      ...real,
      async acquire(...request) {
        const answer = await real.acquire(...request);
        return answer.is === "seen" ? { ...answer, snapshot: saying(answer.snapshot, asked) } : answer;
      },
      async look(...wish) {
        const look = await real.look(...wish);
        return look.is === "seen" ? { ...look, snapshot: saying(look.snapshot, acquisition) } : look;
      },
    },
  });
}

test("the card company refuses later: once Toss has said that it was asked, READY brings the request back", async () => {
  const { order, payment, paymentKey } = await aPaidPayment();
  told("ready");
  await press(payment);
  expect(await acquisitionNow(payment)).toBe("asked");
  // Toss's status follows later. Whatever else a look finds, the shop looks on.
  await toss.payments.cancel(paymentKey, { reason: "콘솔", amount: 4_000 });
  await lookAndRecord(payment.id);
  expect(await acquisitionNow(payment)).toBe("asked");
  expect((await paymentNow(payment)).nextLookAt).not.toBeNull();
  expect(await toAcquire(order)).toEqual([]);

  useGateways();
  told("requested");
  await lookAndRecord(payment.id);
  useGateways();
  told("ready");
  await lookAndRecord(payment.id);
  expect(await acquisitionNow(payment)).toBe("ready");
  expect(await toAcquire(order)).toEqual([payment.id]);
});

test("an acquisition that was canceled although nothing was refunded may be requested again", async () => {
  const { order, payment } = await aPaidPayment();
  told("canceled", "requested");
  await press(payment);
  expect(await toAcquire(order)).toEqual([]);
  await lookAndRecord(payment.id);
  expect(await acquisitionNow(payment)).toBe("canceled");
  expect(await toAcquire(order)).toEqual([payment.id]);
});

test("a payment that is acquired long after it was paid is looked at until the card company has answered", async () => {
  const { payment } = await aPaidPayment();
  await turnClock(days(45));
  await press(payment);
  await later();
  expect(await acquisitionNow(payment)).toBe("requested");
  await later(days(2));
  expect(await acquisitionNow(payment)).toBe("completed");
});

test("Toss does not find the payment of a request: it ends with an alarm, and may be sent again", async () => {
  const { order, payment } = await aPaidPayment();
  const alarms = listenForAlarms();
  useGateways({
    toss: {
      ...gateway("toss"),
      acquire: async () => ({ is: "unknown", why: "timeout", code: null }),
      look: async () => ({ is: "absent" }),
    },
  });
  await expect(answerOfAcquire(await press(payment))).rejects.toMatchObject({ code: "acquisition_declined" });
  expect(alarms()).toContainEqual(
    expect.objectContaining({ runbook: expect.stringContaining("request_rejected"), payment: payment.id }),
  );
  useGateways();
  expect(await toAcquire(order)).toEqual([payment.id]);
  await press(payment);
  expect(await acquisitionNow(payment)).toBe("requested");
  expect(await auditOrder(order.id)).toEqual([]);
});

test("a shop whose contract was changed is not asked to have acquired what was settled before", async () => {
  env().toss.acquisition = "automatic";
  await toss.contract({ acquisition: "automatic" });
  const { order, payment } = await aPaidPayment();
  await passNights(2, turnClock);
  env().toss.acquisition = "manual";
  await toss.contract({ acquisition: "manual" });
  expect(await acquisitionNow(payment)).toBe("ready");
  expect(await toAcquire(order)).toEqual([]);
  await expect(press(payment)).rejects.toMatchObject({ code: "nothing_to_acquire" });
});

test("a shop whose payments are acquired by themselves sees it by a look, and is not kept looking", async () => {
  env().toss.acquisition = "automatic";
  await toss.contract({ acquisition: "automatic" });
  const { order, payment } = await aPaidPayment();
  await turnClock(days(1));
  await lookAndRecord(payment.id);
  expect(await paymentNow(payment)).toMatchObject({
    nextLookAt: null,
    detail: { card: { acquisition: "requested" } },
  });
  expect((await orderNow(order)).status).toBe("paid");
});
