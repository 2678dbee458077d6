// @module-tag slow

import { spawnSync } from "node:child_process";
import { randomBytes } from "node:crypto";
import { eq } from "drizzle-orm";
import { expect, onTestFinished, test } from "vitest";
import { keepChainKey } from "@/db/chain-key";
import { refundsWithAccount, writeSealedAccount } from "@/db/refunds";
import { refunds } from "@/db/schema";
import { db, transaction } from "@/db/store";
import { seconds } from "@/lib/clock";
import { decryptAccount, encryptAccount } from "@/lib/payments/engine/refund-account";
import { refund } from "@/lib/payments/refunds/refund";
import { env } from "@/lib/settings/env";
import { aPaidPayment } from "@/testing/makers";
import { scriptOf } from "./kit/test-programs";

const [old, fresh] = [randomBytes(32), randomBytes(32)];
const [oldSecret, freshSecret] = [randomBytes(32).toString("base64"), randomBytes(32).toString("base64")];

/** A refund whose account is stored until the refund arrives, encrypted with today's key. */
async function aRefundWithAccount() {
  const { payment } = await aPaidPayment();
  const { id } = await refund({
    paymentId: payment.id,
    reason: "단순 변심",
    requestedBy: "sora",
    waitMs: seconds(8),
  });
  const account = encryptAccount(id, { bank: "20", accountNumber: "1002123456789", holderName: "김미나" });
  await transaction((tx) => tx.update(refunds).set({ account }).where(eq(refunds.id, id)));
  return { id };
}

/** The output of `npm run keys -- reseal` with these secrets. */
function reseal(secrets: string[], keys: Buffer[]) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [scriptOf("scripts/keys.ts"), "reseal"], {
    encoding: "utf8",
    env: {
      ...process.env,
      SESSION_SECRET: secrets.join(),
      REFUND_ACCOUNT_KEY: keys.map((key) => key.toString("hex")).join(),
    },
  });
  return { status, stdout, stderr };
}

test("an operator rotates the keys: what is encrypted is counted and encrypted again, and what cannot be read is named", async () => {
  const settings = env();
  const { refundAccountKeys, sessionSecrets } = settings;
  onTestFinished(() => void Object.assign(settings, { refundAccountKeys, sessionSecrets }));
  Object.assign(settings, { refundAccountKeys: [old], sessionSecrets: [oldSecret] });
  const { id } = await aRefundWithAccount();
  await keepChainKey();

  const lost = reseal([freshSecret], [fresh]);
  expect(lost.status).toBe(1);
  expect(lost.stdout).toContain("refund accounts: 0 encrypted again, 0 already were, 1 cannot be read");
  expect(lost.stdout).toContain("key of the audit log: 0 encrypted again, 0 already were, 1 cannot be read");
  expect(lost.stderr).toContain("SESSION_SECRET");

  const done = reseal([freshSecret, oldSecret], [fresh, old]);
  expect(done).toMatchObject({ status: 0, stderr: "" });
  expect(done.stdout).toContain("refund accounts: 1 encrypted again, 0 already were, 0 cannot be read");
  expect(done.stdout).toContain("key of the audit log: 1 encrypted again, 0 already were, 0 cannot be read");

  const again = reseal([freshSecret], [fresh]);
  expect(again.status).toBe(0);
  expect(again.stdout).toContain("refund accounts: 0 encrypted again, 1 already were, 0 cannot be read");
  settings.refundAccountKeys = [fresh];
  const [kept] = (await refundsWithAccount(db)).filter((refund) => refund.id === id);
  expect(decryptAccount(id, kept?.account ?? "").holderName).toBe("김미나");
});

test("an account that is named again during the re-encryption stays as it was last named", async () => {
  const settings = env();
  const { refundAccountKeys } = settings;
  onTestFinished(() => void Object.assign(settings, { refundAccountKeys }));
  settings.refundAccountKeys = [fresh];
  const { id } = await aRefundWithAccount();
  const [read] = (await refundsWithAccount(db)).filter((refund) => refund.id === id);
  const newer = encryptAccount(id, { bank: "20", accountNumber: "111222333444", holderName: "박준" });
  await transaction((tx) => writeSealedAccount(tx, id, read?.account ?? "", newer));
  await transaction((tx) =>
    writeSealedAccount(tx, id, read?.account ?? "", "what another instance made of it"),
  );
  const [kept] = (await refundsWithAccount(db)).filter((refund) => refund.id === id);
  expect(decryptAccount(id, kept?.account ?? "").holderName).toBe("박준");
});
