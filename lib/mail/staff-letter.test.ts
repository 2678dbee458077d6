import { randomUUID } from "node:crypto";
import { expect, test } from "vitest";
import { endStaffLetterTry, queueStaffLetters, staffLettersTo } from "@/db/staff-letters";
import { db, transaction } from "@/db/store";
import { days, later, now } from "../clock";
import { erase } from "../payments/worker/reconcile";
import { sampleBusiness } from "../shop/business";
import { sendStaffLetter, staffMessage } from "./staff-letter";

const news = { news: "key_made", by: "Sora\r\nBcc: x@evil.example", about: "<Back> office" } as const;

async function aLetter() {
  const address = `${randomUUID().slice(0, 8)}@shop.example`;
  await transaction((tx) => queueStaffLetters(tx, [address], news, now()));
  const [letter] = await staffLettersTo(db, address);
  if (!letter) throw new Error("There is one.");
  return { address, letter };
}

test("a manager reads who did what in both languages, on one line each, and where to look", async () => {
  const { address, letter } = await aLetter();
  const { to, subject, text, html } = staffMessage(letter, sampleBusiness);
  expect(to.address).toBe(address);
  expect(subject).toBe("데스크 권한이 바뀌었어요 / Desk permissions have changed");
  expect(text).toContain("Sora Bcc: x@evil.example 님이 환불할 수 있는 API 키를 만들었어요: <Back> office");
  expect(text).toContain("created the API key “<Back> office”, which can issue refunds.");
  expect(text).toContain("/admin/audit");
  expect(html).toContain("&lt;Back&gt; office");
});

test("it is sent once, however many workers try", async () => {
  const { address, letter } = await aLetter();
  await Promise.all([sendStaffLetter(letter.id), sendStaffLetter(letter.id)]);
  expect(await staffLettersTo(db, address)).toMatchObject([{ state: "sent", tries: 1, note: null }]);
});

test("it is deleted after ninety days, once it was sent or given up", async () => {
  const states = ["sent", "failed", "new"] as const;
  const [sent, givenUp, waiting] = [await aLetter(), await aLetter(), await aLetter()];
  await sendStaffLetter(sent.letter.id);
  await transaction((tx) => endStaffLetterTry(tx, givenUp.letter, { state: "failed" }));
  const left = async () => {
    const letters = [sent, givenUp, waiting].map(({ address }) => staffLettersTo(db, address));
    return (await Promise.all(letters)).flat().map(({ state }) => state);
  };
  const written = sent.letter.createdAt;
  await erase(later(written, days(90)));
  expect(await left()).toEqual(states);
  await erase(later(waiting.letter.createdAt, days(90) + 1));
  expect(await left()).toEqual(["new"]);
});
