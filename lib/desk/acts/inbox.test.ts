import { randomUUID } from "node:crypto";
import { expect, test } from "vitest";
import { auditOf } from "@/db/audit";
import { newsById, writeNews } from "@/db/inbox";
import { db, transaction } from "@/db/store";
import { deskAddress, haneul, jiwoo } from "@/testing/desk-people";
import { aPaidPayment } from "@/testing/makers";
import { now } from "../../clock";
import { receive } from "../../payments/worker/inbox";
import { actorOf } from "../staff/permissions";
import { workAgain } from "./inbox";

/** A webhook that arrived and could not be processed. */
async function failedNews() {
  const { payment } = await aPaidPayment();
  const data = { orderId: payment.gatewayOrderId, paymentKey: payment.gatewayPaymentKey, status: "DONE" };
  const body = JSON.stringify({ eventType: "PAYMENT_STATUS_CHANGED", createdAt: randomUUID(), data });
  const id = (await receive("toss", body, new Headers(), now())) ?? expect.fail("It is kept.");
  await transaction((tx) => writeNews(tx, id, { state: "failed", note: "error", nextAt: now() }));
  return { id, payment };
}

test("support retries a failed webhook, and the audit log says who did", async () => {
  const { id, payment } = await failedNews();
  expect(await workAgain(jiwoo, id, deskAddress, now())).toMatchObject({
    state: "done",
    paymentId: payment.id,
  });
  expect(await auditOf(db, id)).toMatchObject([
    {
      actor: actorOf(jiwoo),
      action: "webhook_worked_again",
      address: deskAddress,
      detail: { before: { state: "failed", note: "error" } },
    },
  ]);
  // A webhook that was processed successfully may be processed again. Webhooks trigger at most one look every two
  // seconds, so it waits its turn.
  expect(await workAgain(jiwoo, id, deskAddress, now())).toMatchObject({ state: "new", note: "asked_again" });
});

test("a viewer retries nothing, and an unknown webhook is not found", async () => {
  const { id } = await failedNews();
  await expect(workAgain(haneul, id, deskAddress, now())).rejects.toMatchObject({ code: "forbidden" });
  expect(await newsById(db, id)).toMatchObject({ state: "failed" });
  await expect(workAgain(jiwoo, "in_none", deskAddress, now())).rejects.toMatchObject({ code: "not_found" });
});
