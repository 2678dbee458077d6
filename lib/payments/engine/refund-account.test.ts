import fc from "fast-check";
import { expect, onTestFinished, test } from "vitest";
import { env } from "../../settings/env";
import { decryptAccount, encryptAccount, standingOf } from "./refund-account";

const account = { bank: "20", accountNumber: "1002123456789", holderName: "김미나" };

test("an account is stored unreadable, and opens as it was", () => {
  const accounts = fc.record({
    bank: fc.stringMatching(/^\d\d$/),
    accountNumber: fc.stringMatching(/^\d{6,20}$/),
    holderName: fc.string({ minLength: 1, maxLength: 60 }),
  });
  fc.assert(
    fc.property(accounts, (one) => {
      const sealed = encryptAccount("rf_1", one);
      expect(Buffer.from(sealed, "base64url").toString("latin1")).not.toContain(one.accountNumber);
      expect(decryptAccount("rf_1", sealed)).toEqual(one);
    }),
  );
});

test("the same account is never stored the same way twice", () => {
  expect(encryptAccount("rf_1", account)).not.toBe(encryptAccount("rf_1", account));
});

test("an account moved to another refund or changed by one bit cannot be opened", () => {
  const sealed = encryptAccount("rf_1", account);
  expect(() => decryptAccount("rf_2", sealed)).toThrow();
  const bytes = Buffer.from(sealed, "base64url");
  for (const at of [0, 12, 28, bytes.length - 1]) {
    const changed = Buffer.from(bytes);
    changed[at] = (changed[at] ?? 0) ^ 1;
    expect(() => decryptAccount("rf_1", changed.toString("base64url"))).toThrow();
  }
});

test("a shop without a key for accounts stores none", () => {
  const settings = env();
  const keys = settings.refundAccountKeys;
  settings.refundAccountKeys = [];
  onTestFinished(() => {
    settings.refundAccountKeys = keys;
  });
  expect(() => encryptAccount("rf_1", account)).toThrow(expect.objectContaining({ code: "not_configured" }));
});

test("during a key rotation the old key still opens what it sealed, and no longer once it is removed", () => {
  const settings = env();
  const { refundAccountKeys } = settings;
  onTestFinished(() => {
    settings.refundAccountKeys = refundAccountKeys;
  });
  const [old = Buffer.alloc(32), fresh] = [refundAccountKeys[0], Buffer.alloc(32, "new")];
  const sealed = encryptAccount("rf_1", account);
  settings.refundAccountKeys = [fresh];
  expect(() => decryptAccount("rf_1", sealed)).toThrow("REFUND_ACCOUNT_KEY");
  expect(standingOf("rf_1", sealed)).toBe("unreadable");
  // First every instance knows the new key, then every instance uses it.
  settings.refundAccountKeys = [old, fresh];
  expect(standingOf("rf_1", sealed)).toBe("today");
  settings.refundAccountKeys = [fresh, old];
  expect(decryptAccount("rf_1", sealed)).toEqual(account);
  expect(standingOf("rf_1", sealed)).toBe("older");
  expect(standingOf("rf_2", sealed)).toBe("unreadable");
  const anew = encryptAccount("rf_1", account);
  settings.refundAccountKeys = [fresh];
  expect(decryptAccount("rf_1", anew)).toEqual(account);
});
