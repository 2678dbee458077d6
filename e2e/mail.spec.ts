import { expect, test } from "./fixtures";
import { mina } from "./kit/buyer";
import { lettersOf, outboxOf } from "./kit/letters";
import { startMailServer } from "./kit/mail-server";
import { expectChargedOnce } from "./kit/truth";

const seconds = 1_000;
const minutes = 60 * seconds;
const days = 24 * 60 * minutes;

const inLanguages = {
  ko: { subject: /^결제가 완료됐어요 /, lang: 'lang="ko"', item: /쿨 티셔츠 1개: 29,000원/ },
  en: { subject: /^Payment complete /, lang: 'lang="en"', item: /Cool T-Shirt × 1: ₩29,000/ },
};

test("a paying shopper gets exactly one email, in their language; a shopper who leaves is told where to go on", {
  tag: "@rows",
}, async ({ openWorld, newShopper }) => {
  const world = await openWorld();
  const shopper = await newShopper(world);
  const left = await shopper.orders();
  await shopper.getsReady(left);
  const paid = { ko: await buysIn("ko"), en: await buysIn("en") };
  async function buysIn(locale: "ko" | "en") {
    const { order, approved } = await shopper.goesThroughTheWindow({ locale });
    await shopper.comesBack(approved);
    await expect.poll(() => lettersOf(world, order)).toHaveLength(1);
    return order;
  }

  // Three minutes after preparing, shoppers who have not paid get a reminder.
  await world.letPass(4 * minutes, "shop");
  await expect.poll(() => outboxOf(world, left)).toEqual({ order_received: "sent" });
  for (const order of Object.values(paid))
    await expect.poll(() => outboxOf(world, order)).toEqual({ paid: "sent", order_received: "skipped" });

  expect((await lettersOf(world, left)).map(({ subject }) => subject)).toEqual([
    `아직 결제하지 않은 주문이 있어요 (${left.order_number})`,
  ]);
  for (const locale of ["ko", "en"] as const) {
    const [order, says] = [paid[locale], inLanguages[locale]];
    const letters = await lettersOf(world, order);
    expect(letters).toHaveLength(1);
    const [letter] = letters;
    expect(letter?.subject).toMatch(says.subject);
    expect(letter?.to).toEqual([{ address: mina.email, name: "" }]);
    expect(letter?.text).toMatch(says.item);
    expect(letter?.html).toContain(says.lang);
    expect(letter?.text).toContain(`${world.apps[0].url}/orders/letter?number=${order.order_number}#`);
    expect(letter?.text).not.toContain(order.access_token);
  }
  expect(world.log()).not.toContain(mina.email);
});

test("emails tell of a deposit from its account to its reversal, and of the order's end", {
  tag: "@page",
}, async ({ openWorld, newShopper }) => {
  const world = await openWorld();
  const shopper = await newShopper(world);
  const { order, approved } = await shopper.goesThroughTheWindow(undefined, {
    method: "VIRTUAL_ACCOUNT",
    bank: "88",
    customerName: "김민아",
  });
  const newest = async () => (await lettersOf(world, order))[0];
  const subject = async () => (await newest())?.subject ?? "";
  await shopper.comesBack(approved);
  await expect.poll(subject).toContain("신한은행 가상계좌로 29,000원 입금해 주세요");
  const [atGateway] = await world.emulator.payments.list(approved.orderId);
  const account = atGateway?.virtualAccount?.accountNumber ?? "none";
  expect((await newest())?.text).toContain(`계좌번호: ${account}`);

  await world.emulator.payments.deposit(approved.paymentKey);
  await expect.poll(subject).toContain("입금을 확인했어요");
  await world.emulator.payments.reverseDeposit(approved.paymentKey);
  await expect.poll(subject).toContain("다시 입금해 주세요");
  expect((await newest())?.text).toContain(`계좌번호: ${account}`);

  await world.letPass(8 * days);
  await expect.poll(subject).toContain("입금되지 않아 주문이 취소됐어요");
  expect((await newest())?.text).not.toContain(account);
});

test("a mail server that is away or refuses delays an email; none is lost or sent twice, and paying goes on", async ({
  openWorld,
  newShopper,
}) => {
  const mailServer = await startMailServer({ away: true });
  try {
    const world = await openWorld({
      env: { SMTP_URL: mailServer.url, MAIL_FROM: "투트랙 <hello@shop.example>" },
    });
    const shopper = await newShopper(world);
    const { order, approved } = await shopper.goesThroughTheWindow();
    await shopper.comesBack(approved);
    expect(await shopper.standing(order)).toBe("paid");
    await expectChargedOnce(world, order);
    const triesOfPaid = async () =>
      (await world.sql("SELECT tries, state, note FROM mails WHERE kind = 'paid'"))[0];
    // A try is counted when it begins, and recorded when it has ended; only then is the next one due.
    await expect.poll(triesOfPaid).toMatchObject({ tries: 1, state: "new", note: expect.any(String) });

    mailServer.becomes({ is: "refuses", code: 451, says: `<${mina.email}> try again later` });
    await mailServer.comesBack();
    await world.letPass(2 * minutes, "shop");
    await expect
      .poll(triesOfPaid)
      .toMatchObject({ tries: 2, state: "new", note: expect.stringContaining("451") });

    mailServer.becomes({ is: "takes" });
    await world.letPass(10 * minutes, "shop");
    await expect.poll(triesOfPaid).toMatchObject({ tries: 3, state: "sent", note: null });
    expect(mailServer.letters.map(({ subject }) => subject)).toEqual([
      `결제가 완료됐어요 (${order.order_number})`,
    ]);
    expect(mailServer.letters[0]?.from).toEqual({ name: "투트랙", address: "hello@shop.example" });
    expect(world.log()).not.toContain(mina.email);
  } finally {
    await mailServer.leave();
  }
});

test("the power fails while an email is handed over: the same email is sent again", {
  tag: "@rows",
}, async ({ openWorld, newShopper }) => {
  const mailServer = await startMailServer();
  mailServer.becomes({ is: "silent" });
  try {
    const world = await openWorld({
      env: { SMTP_URL: mailServer.url, MAIL_FROM: "hello@shop.example" },
    });
    const shopper = await newShopper(world);
    const { approved } = await shopper.goesThroughTheWindow();
    await shopper.comesBack(approved);
    await expect.poll(() => mailServer.letters.length).toBe(1);

    await world.apps[0].kill();
    mailServer.becomes({ is: "takes" });
    await world.apps[0].restart();
    // The worker that was sending it had a lease of three minutes.
    await world.letPass(4 * minutes, "shop");

    await expect
      .poll(() => world.sql("SELECT state FROM mails WHERE kind = 'paid'"))
      .toEqual([{ state: "sent" }]);
    const [first, again] = mailServer.letters;
    expect(mailServer.letters).toHaveLength(2);
    expect(first?.messageId).toMatch(/^<mail_\w+@shop\.example>$/);
    expect(again?.messageId).toBe(first?.messageId);
  } finally {
    await mailServer.leave();
  }
});
