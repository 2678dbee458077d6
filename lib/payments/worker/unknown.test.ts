import { describe, expect, onTestFinished, test } from "vitest";
import { needsOfOrder, openNeedFor } from "@/db/needs";
import { writePayment } from "@/db/payments";
import type { Order, Payment } from "@/db/schema";
import { db, transaction } from "@/db/store";
import { listenForAlarms } from "@/testing/alarms";
import { turnOurClock } from "@/testing/clock";
import { fault as faultAtToss, toss } from "@/testing/gateway";
import {
  anAccount,
  anAuthenticatedPayment,
  aPaidPayment,
  byLetter,
  confirmWith,
  needsNow,
  orderNow,
  paymentNow,
  storyOf,
} from "@/testing/makers";
import { anotherProgram, fault as faultAtStripe, turnClock } from "@/testing/stripe";
import {
  aDollarOrder,
  anOpenIntent,
  anOpenPage,
  aPageEvent,
  aPaidPage,
  charge,
  hear,
  payOnPage,
} from "@/testing/stripe-makers";
import { auditOrder } from "../../books/invariants";
import { days, hours, minutes, now, seconds } from "../../clock";
import { env } from "../../settings/env";
import { cancel } from "../ending/expire";
import { noteLook } from "../engine/heard";
import { lookAndRecord } from "../engine/look";
import { nameAccount } from "../refunds/name-account";
import { refund } from "../refunds/refund";
import { returnFromStripe } from "../stripe/returned";
import { verify } from "../stripe/verify";
import { reconcileOnce } from "./reconcile";
import { noticeUnknown } from "./unknown";

// No outcome stays unknown forever: a request that a gateway does not answer reaches the desk within a bound, raises
// one alarm, and leaves the desk automatically once the answer comes.

type Asked = { order: Order; payment: Payment };

const give = ({ id }: Payment, amount: number) =>
  refund({ paymentId: id, amount, reason: "Broken", requestedBy: "staff:st_sora", waitMs: seconds(8) });

test("a gateway that refuses our keys after the answer came alarms nobody", async () => {
  const { payment, paymentKey, order } = await anAuthenticatedPayment();
  const before = { ...payment, status: "confirming" } as const;
  await confirmWith(payment, paymentKey);
  await noteLook(before, { is: "unknown", why: "setup", code: "UNAUTHORIZED_KEY" }, now());
  expect(await needsNow(payment)).toEqual([]);
  expect(await auditOrder(order.id)).toEqual([]);
});

test("a page that was never opened is replaced by another, and no longer needs a query", async () => {
  const away = await faultAtStripe("away");
  const { order, payment } = await anOpenPage();
  await noteLook(payment, { is: "unknown", why: "setup", code: "api_key_expired" }, now());
  expect(await needsNow(payment)).toEqual(["setup:api_key_expired"]);
  await away.mend();
  await anOpenIntent(await orderNow(order));
  expect(await paymentNow(payment)).toMatchObject({ status: "canceled" });
  expect(await needsNow(payment)).toEqual([]);
  expect(await auditOrder(order.id)).toEqual([]);
});

/** Each kind of request, sent while its gateway is away. */
const asked: Record<
  string,
  { away(): ReturnType<typeof faultAtToss>; prepare(): Promise<Asked & { go(): Promise<unknown> }> }
> = {
  "a confirm at Toss": {
    away: () => faultAtToss("away"),
    prepare: async () => {
      const { order, payment, paymentKey } = await anAuthenticatedPayment();
      return { order, payment, go: () => confirmWith(payment, paymentKey) };
    },
  },
  "a refund at Toss": {
    away: () => faultAtToss("away"),
    prepare: async () => {
      const { order, payment } = await aPaidPayment();
      return { order, payment, go: () => give(payment, 700) };
    },
  },
  "the closing of a Toss account": {
    away: () => faultAtToss("away"),
    prepare: async () => {
      const { order, payment } = await anAccount();
      return { order, payment, go: () => cancel(order.id, now()) };
    },
  },
  "a charge at Stripe": {
    away: () => faultAtStripe("away"),
    prepare: async () => {
      const { order, payment } = await anOpenIntent();
      return { order, payment, go: () => charge(order) };
    },
  },
  "a refund at Stripe": {
    away: () => faultAtStripe("away"),
    prepare: async () => {
      const { order, payment } = await aPaidPage();
      return { order, payment, go: () => give(payment, 700) };
    },
  },
  "the closing of a Stripe page": {
    away: () => faultAtStripe("away"),
    prepare: async () => {
      const { order, payment } = await anOpenPage();
      return { order, payment, go: () => cancel(order.id, now()) };
    },
  },
};

describe.each(Object.entries(asked))("%s is not answered", (_what, { away, prepare }) => {
  test("nobody is alarmed for an hour, then somebody once, for however many days; the answer ends it", async () => {
    const { order, payment, go } = await prepare();
    const alarms = listenForAlarms();
    const gone = await away();
    await go();
    turnOurClock(minutes(58));
    await reconcileOnce();
    expect(await needsNow(payment)).toEqual([]);
    for (const wait of [minutes(2), minutes(10), days(1), days(3)]) {
      turnOurClock(wait);
      await reconcileOnce();
      await reconcileOnce();
    }
    expect(await needsNow(payment)).toEqual([expect.stringMatching(/^unanswered:/)]);
    expect(alarms().filter(({ why }) => why === "unanswered")).toHaveLength(1);
    expect(await auditOrder(order.id)).toEqual([]);
    await gone.mend();
    for (const wait of [hours(1), minutes(1), minutes(1)]) {
      turnOurClock(wait);
      await reconcileOnce();
    }
    expect(await needsNow(payment)).not.toContainEqual(expect.stringMatching(/unanswered/));
    expect((await needsOfOrder(db, order.id))[0]).toMatchObject({ closedBy: "system", closedHow: "ended" });
    expect(await auditOrder(order.id)).toEqual([]);
  });
});

describe("a confirm was not answered, and the shopper was charged", () => {
  const troubles = {
    "every query is refused, because the keys were changed": {
      kind: "error",
      code: "UNAUTHORIZED_KEY",
      opens: /^setup:UNAUTHORIZED_KEY/,
      at: 0,
    },
    "every query is forbidden": {
      kind: "error",
      code: "FORBIDDEN_REQUEST",
      opens: /^(setup|unanswered)/,
      at: 61,
    },
    "every answer is unreadable": { kind: "malformed", opens: /^unanswered/, at: 61 },
    "every query is answered 500": {
      kind: "error",
      code: "FAILED_INTERNAL_SYSTEM_PROCESSING",
      opens: /^unanswered/,
      at: 61,
    },
  } as const;

  test.each(Object.entries(troubles))(
    "%s: a person sees it, once, and the answer ends it",
    async (_, trouble) => {
      const { order, payment, paymentKey } = await anAuthenticatedPayment();
      const alarms = listenForAlarms();
      await faultAtToss("drop_after", { operation: "confirm", times: 1 });
      const { kind, opens, at } = trouble;
      const broken = await faultAtToss(kind, {
        operation: "look",
        ...("code" in trouble ? { code: trouble.code } : {}),
      });
      expect((await confirmWith(payment, paymentKey)).status).toBe("confirming");
      turnOurClock(minutes(at));
      if (at > 0) await reconcileOnce();
      expect(await needsNow(payment)).toEqual([expect.stringMatching(opens)]);
      for (const wait of [minutes(20), hours(5), days(20)]) {
        turnOurClock(wait);
        await reconcileOnce();
      }
      expect(await needsNow(payment)).toHaveLength(1);
      expect(alarms().filter(({ why }) => why === "setup" || why === "unanswered")).toHaveLength(1);
      expect(await paymentNow(payment)).toMatchObject({ status: "confirming" });
      expect(await auditOrder(order.id)).toEqual([]);
      await broken.mend();
      turnOurClock(hours(1));
      await reconcileOnce();
      expect(await paymentNow(payment)).toMatchObject({ status: "paid" });
      expect(await needsNow(payment)).toEqual([]);
    },
  );

  test("'no such payment' to a later query does not free it, and nobody is told that nothing was charged", async () => {
    const { order, payment, paymentKey } = await anAuthenticatedPayment();
    await faultAtToss("drop_before", { operation: "confirm", times: 1 });
    const blind = await faultAtToss("error", { operation: "look", code: "NOT_FOUND_PAYMENT" });
    const strange = await faultAtToss("error", { operation: "confirm", code: "NOT_FOUND_PAYMENT" });
    await confirmWith(payment, paymentKey);
    for (const wait of [seconds(11), seconds(30), minutes(20)]) {
      turnOurClock(wait);
      await reconcileOnce();
      expect(await paymentNow(payment)).toMatchObject({ status: "confirming" });
    }
    await blind.mend();
    await strange.mend();
    turnOurClock(minutes(15));
    await reconcileOnce();
    expect(await paymentNow(payment)).toMatchObject({ status: "paid" });
    expect(await auditOrder(order.id)).toEqual([]);
  });
});

describe("no call is pending, and a query is not answered", () => {
  test("Mina is back from Stripe's page, and its keys are refused: a person sees it at once", async () => {
    const { order, payment, sessionId } = await anOpenPage();
    await payOnPage(payment);
    const refused = await faultAtStripe("error", { operation: "look", code: "api_key_expired" });
    await returnFromStripe({ session_id: sessionId });
    await turnClock(seconds(2));
    await reconcileOnce();
    expect(await needsNow(payment)).toEqual(["setup:api_key_expired"]);
    await refused.mend();
    await turnClock(minutes(10));
    await reconcileOnce();
    expect(await paymentNow(payment)).toMatchObject({ status: "paid" });
    expect(await needsNow(payment)).toEqual([]);
    expect(await auditOrder(order.id)).toEqual([]);
  });

  test("a slow bank, and Stripe falls silent: a person sees it an hour later, and no longer once it answers", async () => {
    const { payment } = await aSlowPayment();
    await turnClock(days(1));
    await reconcileOnce();
    expect(await needsNow(payment)).toEqual([]);
    const away = await faultAtStripe("away");
    for (let n = 0; n < 3; n += 1) {
      await turnClock(hours(6));
      await reconcileOnce();
    }
    expect(await needsNow(payment)).toEqual(["unanswered:look: no answer"]);
    await away.mend();
    await turnClock(hours(6));
    await reconcileOnce();
    expect(await needsNow(payment)).toEqual([]);
  });

  test("paid payments are queried with refused keys: one need for the key pair, until they work", async () => {
    const alarms = listenForAlarms();
    const paid = [await aPaidPage(), await aPaidPage()];
    const refused = await faultAtStripe("error", { operation: "look", code: "api_key_expired" });
    for (const { payment } of paid) {
      await lookAndRecord(payment.id);
      await lookAndRecord(payment.id);
    }
    expect(alarms()).toMatchObject([{ why: "setup", gateway: "stripe", code: "stripe: api_key_expired" }]);
    for (const { payment } of paid) expect(await needsNow(payment)).toEqual([]);
    await refused.mend();
    for (const { payment } of paid) await lookAndRecord(payment.id);
    expect(await openNeedFor(db, "setup", "stripe")).toBeUndefined();
  });
});

/** Mina pays by bank debit, and the bank takes its time. */
async function aSlowPayment() {
  const { order, payment } = await anOpenPage();
  await payOnPage(payment, { method: "bank_debit", account: "000123456789" });
  await verify(payment);
  return { order, payment };
}

describe("a bank takes longer than banks usually do", () => {
  test("queries go on, a person sees it after two weeks, and money that comes then is found", async () => {
    const { order, payment } = await aSlowPayment();
    for (let day = 0; day < 45; day += 1) {
      turnOurClock(days(1));
      await reconcileOnce();
      expect(await needsNow(payment)).toEqual(day < 13 ? [] : ["slow_bank"]);
    }
    expect((await paymentNow(payment)).nextLookAt).not.toBeNull();
    expect(await storyOf(order)).toContain("needs_person");
    await turnClock(days(5));
    await reconcileOnce();
    expect(await orderNow(order)).toMatchObject({ status: "paid", winnerPaymentId: payment.id });
    expect(await needsNow(payment)).toEqual([]);
  });

  async function anAuthorization() {
    const { payment, intentId } = await anOpenIntent(await aDollarOrder());
    await anotherProgram().paymentIntents.update(intentId, { capture_method: "manual" });
    await charge(await orderNow({ id: payment.orderId }));
    const authorized = await paymentNow(payment);
    expect(authorized).toMatchObject({ status: "authorized" });
    return { payment: authorized, intentId };
  }

  test("an authorization is seen a day before it ends", async () => {
    const { payment, intentId } = await anAuthorization();
    await turnClock(days(6) - minutes(1));
    await reconcileOnce();
    expect(await needsNow(payment)).toEqual([]);
    await turnClock(minutes(2));
    await reconcileOnce();
    expect(await needsNow(payment)).toEqual(["capture_due"]);
    await anotherProgram().paymentIntents.capture(intentId);
    await lookAndRecord(payment.id);
    expect(await needsNow(payment)).toEqual([]);
  });

  test("an authorization whose end the gateway does not say is seen after three days", async () => {
    const { payment, intentId } = await anAuthorization();
    await transaction((tx) => writePayment(tx, payment.id, payment.version, { captureBefore: null }));
    await turnClock(days(3) - minutes(1));
    await noticeUnknown(now());
    expect(await needsNow(payment)).toEqual([]);
    await turnClock(minutes(2));
    await noticeUnknown(now());
    expect(await needsNow(payment)).toEqual(["authorized_long"]);
    await anotherProgram().paymentIntents.capture(intentId);
    await lookAndRecord(payment.id);
    expect(await needsNow(payment)).toEqual([]);
  });
});

test("a webhook that cannot be processed is seen after an hour, and no longer once it is", async () => {
  const { payment } = await anOpenPage();
  const broken = await faultAtStripe("error", { operation: "look", code: "service_unavailable" });
  await hear(aPageEvent(payment));
  await turnClock(minutes(30));
  await reconcileOnce();
  expect(await needsNow(payment)).toEqual([]);
  await turnClock(minutes(31));
  await reconcileOnce();
  expect(await needsNow(payment)).toContain("news_unanswered:no_answer");
  await broken.mend();
  await turnClock(hours(1));
  await reconcileOnce();
  expect(await needsNow(payment)).toEqual([]);
});

describe("a deposit is to be refunded", () => {
  const account = { bank: "20", accountNumber: "1002123456789", holderName: "김미나" };

  async function aPaidAccount() {
    const { order, payment, paymentKey } = await anAccount();
    await toss.payments.deposit(paymentKey);
    await lookAndRecord(payment.id);
    return { order: await orderNow(order), payment: await paymentNow(payment) };
  }

  /** The shop restarts with a different key for bank accounts. */
  function withAnotherKey() {
    const settings = env();
    const before = settings.refundAccountKeys;
    settings.refundAccountKeys = [Buffer.alloc(32, 7)];
    const back = () => {
      settings.refundAccountKeys = before;
    };
    onTestFinished(back);
    return back;
  }

  test("its owner names no account: a person sees it after three days, and no longer once there is one", async () => {
    const { order, payment } = await aPaidAccount();
    await give(payment, 29_000);
    turnOurClock(days(3) - 1);
    await reconcileOnce();
    expect(await needsNow(payment)).toEqual([]);
    turnOurClock(1);
    await reconcileOnce();
    expect(await needsNow(payment)).toEqual(["waits_for_account"]);
    await nameAccount(order, account, undefined, now(), byLetter);
    expect(await needsNow(payment)).toEqual([]);
  });

  test("the key that seals accounts was changed: a person sees it at once; with the old one it is refunded", async () => {
    const { order, payment } = await aPaidAccount();
    const away = await faultAtToss("away");
    await refund({
      paymentId: payment.id,
      amount: 29_000,
      reason: "Broken",
      requestedBy: "staff:st_sora",
      waitMs: seconds(8),
      account,
    });
    await away.mend();
    const back = withAnotherKey();
    const alarms = listenForAlarms();
    for (const wait of [minutes(1), minutes(1), hours(2)]) {
      await turnClock(wait);
      await reconcileOnce();
    }
    expect(await needsNow(payment)).toContain("account_unreadable");
    expect(alarms().filter(({ why }) => why === "account_unreadable")).toHaveLength(1);
    back();
    await turnClock(hours(1));
    await reconcileOnce();
    await turnClock(days(2));
    await reconcileOnce();
    expect(await paymentNow(payment)).toMatchObject({ refunded: 29_000 });
    expect(await needsNow(payment)).toEqual([]);
    expect(await auditOrder(order.id)).toEqual([]);
  });
});
