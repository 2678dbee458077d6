import fc from "fast-check";
import { expect, onTestFinished, test } from "vitest";
import { env } from "../env";
import { openAccount, resealAccount, sealAccount } from "./refund-account";

const account = { bank: "20", accountNumber: "1002123456789", holderName: "김미나" };

test("an account is kept so that nobody reads it in the database, and comes back as it was", () => {
  const accounts = fc.record({
    bank: fc.stringMatching(/^\d\d$/),
    accountNumber: fc.stringMatching(/^\d{6,20}$/),
    holderName: fc.string({ minLength: 1, maxLength: 60 }),
  });
  fc.assert(
    fc.property(accounts, (one) => {
      const sealed = sealAccount("rf_1", one);
      expect(Buffer.from(sealed, "base64url").toString("latin1")).not.toContain(one.accountNumber);
      expect(openAccount("rf_1", sealed)).toEqual(one);
    }),
  );
});

test("the same account is never kept the same way twice", () => {
  expect(sealAccount("rf_1", account)).not.toBe(sealAccount("rf_1", account));
});

test("an account that was moved to another refund, or changed by one bit, opens nowhere", () => {
  const sealed = sealAccount("rf_1", account);
  expect(() => openAccount("rf_2", sealed)).toThrow();
  const bytes = Buffer.from(sealed, "base64url");
  for (const at of [0, 12, 28, bytes.length - 1]) {
    const changed = Buffer.from(bytes);
    changed[at] = (changed[at] ?? 0) ^ 1;
    expect(() => openAccount("rf_1", changed.toString("base64url"))).toThrow();
  }
});

test("a shop without a key for it keeps none", () => {
  const settings = env();
  const key = settings.refundAccountKey;
  settings.refundAccountKey = undefined;
  onTestFinished(() => {
    settings.refundAccountKey = key;
  });
  expect(() => sealAccount("rf_1", account)).toThrow(expect.objectContaining({ code: "not_configured" }));
});

test("while the key is exchanged what the old one sealed opens, and is sealed anew with the new one", () => {
  const settings = env();
  const { refundAccountKey: old } = settings;
  onTestFinished(() => {
    settings.refundAccountKey = old;
    settings.previousRefundAccountKey = undefined;
  });
  const sealed = sealAccount("rf_1", account);
  settings.refundAccountKey = Buffer.alloc(32, "new");
  expect(() => openAccount("rf_1", sealed)).toThrow();
  settings.previousRefundAccountKey = old;
  expect(openAccount("rf_1", sealed)).toEqual(account);
  const anew = resealAccount("rf_1", sealed) ?? "";
  expect(resealAccount("rf_1", anew)).toBeUndefined();
  expect(resealAccount("rf_2", sealed)).toBeUndefined();
  settings.previousRefundAccountKey = undefined;
  expect(openAccount("rf_1", anew)).toEqual(account);
});
