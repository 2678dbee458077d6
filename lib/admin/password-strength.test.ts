import { describe, expect, test } from "vitest";
import { assertHardToGuess } from "./password-strength";

const sora = { name: "Sora Kang", email: "sora.kang@shop.example" };

describe("a password that is tried first is refused", () => {
  test.each([
    "password1234",
    "123456789012",
    "qwertyuiop12",
    "twotrack1234",
    "aaaaaaaaaaaa",
    "P@ssw0rd!2024",
    "asdfghjkl;123",
    "sora-kang-twotrack",
    "SORA.KANG@shop.example",
    "shop.example2024",
  ])("%s", async (password) => {
    await expect(assertHardToGuess(password, sora)).rejects.toMatchObject({
      code: "password_too_common",
      details: { errors: [{ field: "new_password" }] },
    });
  });
});

describe("one that takes long to guess is taken", () => {
  test.each(["three odd lanterns hum", "dlrjsqlalfqjsgh12", "푸른 고래가 달린다 17"])(
    "%s",
    async (password) => {
      await assertHardToGuess(password, sora);
    },
  );
});

test("what is easy to guess of one person is not so of another", async () => {
  const password = "Wojciechowska-Brzezinska";
  const [first, last] = password.split("-");
  await expect(
    assertHardToGuess(password, { name: `${first} ${last}`, email: "w@shop.example" }),
  ).rejects.toMatchObject({ code: "password_too_common" });
  await assertHardToGuess(password, sora);
});
