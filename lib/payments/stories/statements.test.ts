import { expect, inject, test } from "vitest";
import { anAuthenticatedPayment, aPaidPayment, confirmWith, paymentNow } from "@/testing/makers";
import { statementsOf } from "@/testing/plans";
import { seconds } from "../../clock";
import { refund } from "../refunds/refund";

// Every statement costs the shopper time, and every commit waits for the disk. These counts may only fall. They are taken on
// PostgreSQL, where transactions are statements, too.

const onPostgres = inject("template").engine === "postgresql";

async function costOf(work: () => Promise<unknown>) {
  const texts = (await statementsOf(work)).map(({ text }) => text.toLowerCase());
  const commits = texts.filter((text) => text === "commit").length;
  return { statements: texts.filter((text) => !/^(begin|commit)/.test(text)).length, commits };
}

test.runIf(onPostgres)("a confirm that is authorized at once", async () => {
  await aPaidPayment(); // The key that seals the books is read once per process.
  const { payment, paymentKey } = await anAuthenticatedPayment();
  const cost = await costOf(() => confirmWith(payment, paymentKey));
  expect(await paymentNow(payment)).toMatchObject({ status: "paid" });
  expect(cost.commits).toBeLessThanOrEqual(2);
  expect(cost.statements).toBeLessThanOrEqual(13);
});

test.runIf(onPostgres)("a refund that is done at once", async () => {
  const { payment } = await aPaidPayment();
  const cost = await costOf(() =>
    refund({ paymentId: payment.id, reason: "Too small", requestedBy: "staff:sora", waitMs: seconds(8) }),
  );
  expect(await paymentNow(payment)).toMatchObject({ refunded: payment.captured });
  expect(cost.commits).toBeLessThanOrEqual(2);
  expect(cost.statements).toBeLessThanOrEqual(18);
});
