// @module-tag slow
import { randomBytes, randomUUID, scrypt } from "node:crypto";
import { hashPassword as hashOfBefore } from "better-auth/crypto";
import { describe, expect, test } from "vitest";
import { aBrowser, aMember, own, signsIn } from "@/testing/desk-session";
import { stopMachineClock } from "@/testing/machine-clock";
import { days, now } from "../../clock";
import { changePassword } from "./account";
import { addStaff } from "./accounts";
import { staffAuth } from "./auth";
import { isOutdated } from "./password-hash";
import { requireStaff } from "./session";

// The library that manages passwords reads the machine's clock.
const letPass = stopMachineClock();

/** The hash format of the previous release. */
const cheaperHash = (password: string) =>
  new Promise<string>((done, broke) => {
    const salt = randomBytes(16);
    scrypt(password, salt, 64, { N: 2 ** 14, r: 8, p: 5 }, (error, key) =>
      error
        ? broke(error)
        : done(`$scrypt$ln=14,r=8,p=5$${salt.toString("base64url")}$${key.toString("base64url")}`),
    );
  });

describe("signing in", () => {
  test("with a one-time password leads only to choosing a new one", async () => {
    const email = `${randomUUID()}@shop.example`;
    const made = await addStaff({ name: "Sora", email, role: "manager" }, { by: "operator", now: now() });
    const browser = aBrowser();

    expect(await signsIn(email, made.oneTimePassword, browser)).toEqual({ next: "change_password" });
    await expect(requireStaff(browser.headers())).rejects.toMatchObject({ code: "password_change_required" });
    const same = { current: made.oneTimePassword, wanted: made.oneTimePassword };
    await expect(changePassword(same, browser.moment())).rejects.toMatchObject({ code: "password_not_new" });
    browser.take(await changePassword({ current: made.oneTimePassword, wanted: own }, browser.moment()));

    expect(await requireStaff(browser.headers())).toMatchObject({ email, role: "manager" });
    await expect(signsIn(email, made.oneTimePassword)).rejects.toMatchObject({ code: "sign_in_refused" });
    expect(await signsIn(email.toUpperCase(), own)).toEqual({ next: "desk" });
  });

  test("tells a stranger nothing about who works here", async () => {
    const { email } = await aMember();
    const refusals = await Promise.all(
      [email, "nobody@shop.example"].map((tried) => signsIn(tried, "some other password").catch(String)),
    );
    expect(refusals[0]).toBe(refusals[1]);
  });

  test.each([
    ["the library's own", () => hashOfBefore(own)],
    ["N=2^14, r=8, p=5", () => cheaperHash(own)],
  ])(
    "works with a password that an earlier release hashed more cheaply (%s), and hashes it again at full cost",
    async (_, hash) => {
      const given = await hash();
      const { email, staff } = await aMember();
      const { adapter, internalAdapter } = await (await staffAuth()).$context;
      const kept = async () => {
        const [account] = await adapter.findMany<{ password: string }>({
          model: "account",
          where: [{ field: "userId", value: staff.id }],
        });
        return account?.password ?? "";
      };
      await internalAdapter.updatePassword(staff.id, given);
      expect(isOutdated(await kept())).toBe(true);
      await expect(signsIn(email, "some other password")).rejects.toMatchObject({ code: "sign_in_refused" });
      expect(isOutdated(await kept())).toBe(true);
      expect(await signsIn(email, own)).toEqual({ next: "desk" });
      expect(await kept()).toMatch(/^\$scrypt\$ln=15,r=8,p=3\$/);
      expect(await signsIn(email, own)).toEqual({ next: "desk" });
    },
  );
});

describe("a one-time password", () => {
  const given = async () => {
    const email = `${randomUUID()}@shop.example`;
    const made = await addStaff({ name: "Sora", email, role: "support" }, { by: "operator", now: now() });
    return { email, password: made.oneTimePassword };
  };

  test("opens the desk once, also when used twice at the same moment", async () => {
    const { email, password } = await given();
    const answers = await Promise.all(
      [1, 2, 3].map(() =>
        signsIn(email, password).then(
          ({ next }) => next,
          ({ code }) => code,
        ),
      ),
    );
    expect(answers.toSorted()).toEqual(["change_password", "sign_in_refused", "sign_in_refused"]);
    await expect(signsIn(email, password)).rejects.toMatchObject({ code: "sign_in_refused" });
  });

  test("opens nothing after three days", async () => {
    const { email, password } = await given();
    letPass(days(3) + 1);
    await expect(signsIn(email, password)).rejects.toMatchObject({ code: "sign_in_refused" });
  });
});

test("a chosen password cannot be a common one", async () => {
  const { browser, email } = await aMember("viewer", "Sora Kang");
  for (const wanted of ["password1234", "sora-kang-twotrack", email])
    await expect(changePassword({ current: own, wanted }, browser.moment())).rejects.toMatchObject({
      code: "password_too_common",
      details: { errors: [{ field: "new_password" }] },
    });
  browser.take(await changePassword({ current: own, wanted: "푸른 고래가 달린다 17" }, browser.moment()));
});

test("a password is only changed with the current one, which has ten tries", async () => {
  const { browser } = await aMember("viewer", "Sora Kang");
  const change = { current: "not her password", wanted: "password1234" };
  for (const code of [...Array(10).fill("wrong_password"), "too_many_requests"])
    await expect(changePassword(change, browser.moment())).rejects.toMatchObject({ code });
});
