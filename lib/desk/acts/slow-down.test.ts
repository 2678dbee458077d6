import { afterEach, expect, test, vi } from "vitest";
import { auditOf } from "@/db/audit";
import { settingOf } from "@/db/settings";
import { db } from "@/db/store";
import { turnOurClock } from "@/testing/clock";
import { deskAddress, haneul, jiwoo } from "@/testing/desk-people";
import { orderNow, paymentNow } from "@/testing/makers";
import { atStripe, stripe } from "@/testing/stripe";
import { aDollarOrder, anOpenIntent, cards } from "@/testing/stripe-makers";
import { hours, now } from "../../clock";
import { watchCallers } from "../../http/caller";
import { openedFrom } from "../../limits/declines";
import { limitAttempts, limitForms } from "../../orders/limits";
import { verify } from "../../payments/stripe/verify";
import { reconcileOnce } from "../../payments/worker/reconcile";
import { slowDown, slowedUntil } from "./slow-down";

vi.mock("@/db/settings", async (actual) => {
  const given = await actual<typeof import("@/db/settings")>();
  return { ...given, settingOf: vi.fn(given.settingOf) };
});

watchCallers();
const from = (caller: string) => new Headers({ "x-twotrack-caller": caller });
const switched = (on: boolean) => slowDown(jiwoo, on, deskAddress, now());
afterEach(() => switched(false));

test("while it is on, an address opens one card form at a time and is told when the next may be opened; then as usual", async () => {
  const order = await aDollarOrder();
  const open = (caller: string) => limitForms(order, from(caller));
  for (let n = 0; n < 3; n += 1) await open("203.0.113.10");
  await switched(true);
  await open("203.0.113.10");
  await expect(open("203.0.113.10")).rejects.toMatchObject({
    code: "slow_down",
    status: 429,
    details: { headers: { "retry-after": expect.stringMatching(/^[1-5]$/) } },
  });
  await open("203.0.113.11");
  await switched(false);
  await open("203.0.113.10");
});

test("the switch is read once per card form, and during a query only after a decline", async () => {
  const asked = () =>
    vi.mocked(settingOf).mock.calls.filter(([, name]) => name === "card_payments_slow_until").length;
  const countOf = async (work: () => Promise<unknown>) => {
    const before = asked();
    await work();
    return asked() - before;
  };
  const order = await aDollarOrder();
  expect(await countOf(() => limitForms(order, from("203.0.113.14")))).toBe(1);
  const { payment } = await anOpenIntent();
  await stripe.intents.pay(payment.gatewayPaymentKey ?? "", { card: cards.declined });
  expect(await countOf(async () => verify(await paymentNow(payment)))).toBe(1);
  const { payment: paid } = await anOpenIntent();
  await stripe.intents.pay(paid.gatewayPaymentKey ?? "");
  expect(await countOf(async () => verify(await paymentNow(paid)))).toBe(0);
  expect(await paymentNow(paid)).toMatchObject({ status: "paid" });
});

test("two declined cards close a form instead of five", async () => {
  await switched(true);
  const { order, payment } = await anOpenIntent();
  for (let n = 0; n < 2; n += 1)
    await stripe.intents.pay(payment.gatewayPaymentKey ?? "", { card: cards.declined });
  await verify(await paymentNow(payment));
  await reconcileOnce();
  expect(await atStripe(payment.gatewayOrderId)).toMatchObject({ status: "canceled" });
  await expect(limitAttempts(await orderNow(order), from("203.0.113.12"), "stripe")).rejects.toMatchObject({
    code: "too_many_declines",
  });
});

test("an address with five declined cards opens no more card forms, and Toss is unaffected", async () => {
  await switched(true);
  for (let n = 0; n < 3; n += 1) {
    const { payment } = await anOpenIntent(undefined, { openedFrom: await openedFrom(from("203.0.113.13")) });
    for (let card = 0; card < 2; card += 1)
      await stripe.intents.pay(payment.gatewayPaymentKey ?? "", { card: cards.declined });
    await verify(await paymentNow(payment));
  }
  const fresh = await aDollarOrder();
  await expect(limitAttempts(fresh, from("203.0.113.13"), "stripe")).rejects.toMatchObject({
    code: "too_many_declines",
  });
  await limitAttempts(fresh, from("203.0.113.13"), "toss");
});

test("it ends by itself after a day, and the audit log names who switched it; a viewer may not", async () => {
  await switched(true);
  expect(await slowedUntil(haneul, now())).toBeDefined();
  turnOurClock(hours(24));
  expect(await slowedUntil(haneul, now())).toBeUndefined();
  const log = await auditOf(db, "shop");
  expect(log.find(({ action }) => action === "cards_slowed")).toMatchObject({
    actor: "staff:st_jiwoo",
    address: deskAddress,
  });
  await expect(slowDown(haneul, true, deskAddress, now())).rejects.toMatchObject({ code: "forbidden" });
});
