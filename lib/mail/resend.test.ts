import { describe, expect, test } from "vitest";
import { auditOf } from "@/db/audit";
import { mailsOf } from "@/db/mails";
import { db } from "@/db/store";
import "@/testing/books";
import { deskAddress, haneul, jiwoo } from "@/testing/desk-people";
import { aPaidPayment } from "@/testing/makers";
import { now } from "../clock";
import { resendLetter } from "../desk/acts/letters";
import { erasePersonOf } from "../orders/erase";
import { messageOf } from "./message";
import { send } from "./send";
import { storyOf } from "./story";

describe("a letter that Mina cannot find", () => {
  const paidLetter = async (orderId: string) => {
    const letter = (await mailsOf(db, orderId)).find(({ kind }) => kind === "paid");
    if (!letter) throw new Error("Nobody wrote to her.");
    return letter;
  };
  const again = (id: string, by = jiwoo) => resendLetter(by, id, deskAddress, now());

  test("is sent once more, as another letter to mail programs", async () => {
    const { order } = await aPaidPayment();
    const first = await paidLetter(order.id);
    await send(first.id);
    const sent = await paidLetter(order.id);
    expect(sent.state).toBe("sent");
    await again(first.id);
    await expect(again(first.id)).rejects.toMatchObject({ code: "outdated" });
    const waiting = await paidLetter(order.id);
    const [before, after] = await Promise.all(
      [first, waiting].map(async (mail) => (await messageOf(mail, await storyOf(mail), now())).messageId),
    );
    expect(before).not.toBe(after);
    await send(first.id);
    expect((await paidLetter(order.id)).state).toBe("sent");
    expect(await auditOf(db, order.number)).toMatchObject([
      { action: "letter_resent", detail: { letter: "paid" } },
    ]);
  });

  test("is not sent to a shopper who was erased, nor by viewers", async () => {
    const { order } = await aPaidPayment();
    const { id } = await paidLetter(order.id);
    await send(id);
    await expect(again(id, haneul)).rejects.toMatchObject({ code: "forbidden" });
    await erasePersonOf(order.id, "operator", now());
    await expect(again(id)).rejects.toMatchObject({ code: "outdated" });
  });
});
