import { describe, expect, test } from "vitest";
import { asTypedInLatin } from "./korean-words";
import { assertHardToGuess } from "./password-strength";

const sora = { name: "Sora Kang", email: "sora.kang@shop.example" };

describe("a common password is refused", () => {
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
    "changeme2026!",
    "Welcome2026!!",
    "Samsung2026!!",
    "qwer1234asdf5678",
    "Password!2026!",
    "hello123world456",
    "Spring2026Summer",
    "refundrefund1",
    // From the shop's address, and from Hangul: written, typed on a keyboard set to Latin letters, and romanized.
    "localhost2026",
    "비밀번호비밀번호12",
    "대한민국만세2026",
    "dkssudgktpdy1004",
    "Tkfkdgody1004!",
    "qlalfqjsgh12",
    "dlrjsqlalfqjsgh12",
    "sarangheyo1004",
  ])("%s", async (password) => {
    await expect(assertHardToGuess(password, sora)).rejects.toMatchObject({
      code: "password_too_common",
      details: { errors: [{ field: "new_password" }] },
    });
  });
});

describe("a password that takes long to guess is accepted", () => {
  test.each(["three odd lanterns hum", "vnfms rhfork ekffls", "푸른 고래가 달린다 17", "x7Kq9mTz2LpW"])(
    "%s",
    async (password) => {
      await assertHardToGuess(password, sora);
    },
  );
});

test("a name in Hangul is recognized as typed on a Latin keyboard too", async () => {
  expect(asTypedInLatin("쿄뮤뱌쇠, 뷁ㅋㅋ a1")).toBe("zyabqithl, qnpfrzz a1");
  const named = { name: "쿄뮤뱌쇠", email: "b@shop.example" };
  await expect(assertHardToGuess("zyabqithl-2026", named)).rejects.toMatchObject({
    code: "password_too_common",
  });
  await assertHardToGuess("zyabqithl-2026", sora);
});

test("characters after the seventy-second are not judged, so that a long one costs no more", async () => {
  const tail = "three odd lanterns hum and nobody listens to them";
  await expect(assertHardToGuess("password".repeat(9) + tail, sora)).rejects.toMatchObject({
    code: "password_too_common",
  });
  await assertHardToGuess(tail + "password".repeat(9), sora);
});

test("a password that is easy to guess for one person is not so for another", async () => {
  const password = "Wojciechowska-Brzezinska";
  const [first, last] = password.split("-");
  await expect(
    assertHardToGuess(password, { name: `${first} ${last}`, email: "w@shop.example" }),
  ).rejects.toMatchObject({ code: "password_too_common" });
  await assertHardToGuess(password, sora);
});
