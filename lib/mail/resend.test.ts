import { readdirSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { auditOf } from "@/db/audit";
import { readGauges } from "@/db/gauges";
import { dropMails, mailsOf } from "@/db/mails";
import { payments } from "@/db/schema";
import { db, transaction } from "@/db/store";
import "@/testing/books";
import { turnOurClock } from "@/testing/clock";
import { deskAddress, haneul, jiwoo } from "@/testing/desk-people";
import { aPaidPayment, aWish } from "@/testing/makers";
import { days, now } from "../clock";
import { resendLetter } from "../desk/acts/letters";
import { createOrder } from "../orders/create";
import { erasePersonOf } from "../orders/erase";
import { env } from "../settings/env";
import { eraseLetters } from "./erase";
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

  test("and that no longer applies is not sent, and stays sent", async () => {
    const { order } = await aPaidPayment();
    const { id } = await paidLetter(order.id);
    await send(id);
    const { sentAt } = await paidLetter(order.id);
    const reverse = (reversals: number) => transaction((tx) => tx.update(payments).set({ reversals }));
    await reverse(1);
    await expect(again(id)).rejects.toMatchObject({ code: "letter_not_applicable" });
    expect(await auditOf(db, order.number)).toEqual([]);
    // It stops applying after somebody pressed.
    await reverse(0);
    await again(id);
    await reverse(1);
    await send(id);
    expect(await paidLetter(order.id)).toMatchObject({ state: "sent", sentAt });
    await reverse(0);
    await again(id);
    await transaction((tx) => dropMails(tx, order.id, "paid"));
    expect(await paidLetter(order.id)).toMatchObject({ state: "sent", sentAt });
  });

  test("waits since it was sent again, and is a file of its own", async () => {
    const { order } = await aPaidPayment();
    const { id } = await paidLetter(order.id);
    await send(id);
    turnOurClock(days(3));
    for (const letter of await mailsOf(db, order.id)) await send(letter.id);
    await again(id);
    const waiting = (await readGauges(db, true)).letters.find(({ state }) => state === "new");
    expect(waiting?.since).toEqual(now());
    const files = () => readdirSync(env().mail.folder).filter((name) => name.startsWith(id));
    expect(files()).toHaveLength(1);
    await send(id);
    expect(files()).toHaveLength(2);
    await erasePersonOf(order.id, "operator", now());
    await eraseLetters();
    expect(files()).toEqual([]);
  });

  test("is sent again five times in a quarter of an hour, and then staff have to wait", async () => {
    // The limit counts by mailbox, and the other letters here are to Mina's.
    const wish = await aWish();
    const customer = { ...wish.customer, email: "limited@example.com" };
    const { order } = await aPaidPayment(
      (await createOrder({ ...wish, customer }, undefined, undefined, now())).order,
    );
    const { id } = await paidLetter(order.id);
    await send(id);
    for (let n = 0; n < 5; n += 1) {
      await again(id);
      // It waits to be sent already, which does not count.
      if (n === 0) await expect(again(id)).rejects.toMatchObject({ code: "outdated" });
      await send(id);
    }
    await expect(again(id)).rejects.toMatchObject({ code: "too_many_requests" });
    expect((await paidLetter(order.id)).state).toBe("sent");
  });

  test("is not sent to a shopper who was erased, nor by viewers", async () => {
    const { order } = await aPaidPayment();
    const { id } = await paidLetter(order.id);
    await send(id);
    await expect(again(id, haneul)).rejects.toMatchObject({ code: "forbidden" });
    await erasePersonOf(order.id, "operator", now());
    await expect(again(id)).rejects.toMatchObject({ code: "letter_not_applicable" });
  });
});
