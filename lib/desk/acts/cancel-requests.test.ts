import { beforeEach, expect, test } from "vitest";
import { auditOf } from "@/db/audit";
import { latestCancelRequest } from "@/db/cancel-requests";
import { mailsOf } from "@/db/mails";
import type { Order } from "@/db/schema";
import { db } from "@/db/store";
import { deskAddress, haneul, jiwoo, minho } from "@/testing/desk-people";
import { aPaidPayment, storyOf } from "@/testing/makers";
import { now } from "../../clock";
import { accessToken } from "../../orders/access";
import { statusOf } from "../../orders/status";
import { askToCancel } from "../../payments/ending/cancel-request";
import { declineCancelRequest } from "./cancel-requests";

const answer = "오늘 아침에 이미 보냈어요.";
const decline = (staff = jiwoo, said = answer) =>
  declineCancelRequest(staff, id, { answer: said, address: deskAddress }, now());

let order: Order;
let id: string;

/** Mina asked for her order to be canceled. */
beforeEach(async () => {
  ({ order } = await aPaidPayment());
  ({ id } = await askToCancel(order, { reason: "마음이 바뀌었어요", address: "203.0.113.7" }));
});

test("Jiwoo declines it: Mina reads why on her page and in an email, and the audit log names Jiwoo", async () => {
  expect(await decline()).toMatchObject({ state: "declined", answer, decidedBy: "staff:st_jiwoo" });
  const own = await statusOf(order.number, new Headers({ "order-token": await accessToken(order.id) }));
  // She may ask once more, since circumstances may have changed.
  expect(own?.status.cancel).toMatchObject({ way: "ask", request: { state: "declined", answer } });
  expect(await mailsOf(db, order.id)).toContainEqual(
    expect.objectContaining({ kind: "cancel_declined", cause: id }),
  );
  expect(await storyOf(order)).toContain("cancel_declined");
  expect(await auditOf(db, order.number)).toContainEqual(
    expect.objectContaining({
      actor: "staff:st_jiwoo",
      action: "cancel_request_declined",
      address: deskAddress,
      detail: { request: id, answer, before: { state: "asked" }, after: { state: "declined" } },
    }),
  );
});

test("pressed twice it is one answer; a different answer, or a colleague's, comes too late", async () => {
  await Promise.all([decline(), decline()]);
  expect((await mailsOf(db, order.id)).filter(({ kind }) => kind === "cancel_declined")).toHaveLength(1);
  await expect(decline(jiwoo, "No.")).rejects.toMatchObject({ code: "outdated" });
  await expect(decline(minho)).rejects.toMatchObject({ code: "outdated" });
});

test("a request after that is a new one", async () => {
  await decline();
  const again = await askToCancel(order, { reason: "다시 부탁드려요", address: "203.0.113.7" });
  expect(again).toMatchObject({ state: "asked", reason: "다시 부탁드려요" });
  expect(again.id).not.toBe(id);
});

test("Haneul may only read, and nobody answers what was not requested", async () => {
  await expect(decline(haneul)).rejects.toMatchObject({ code: "forbidden" });
  await expect(
    declineCancelRequest(jiwoo, "cr_none", { answer, address: deskAddress }, now()),
  ).rejects.toMatchObject({ code: "not_found" });
  expect(await latestCancelRequest(db, order.id)).toMatchObject({ state: "asked" });
});
