import { beforeEach, describe, expect, test } from "vitest";
import { newsInbox } from "@/db/desk/lists";
import { db } from "@/db/store";
import { listenForAlarms } from "@/testing/alarms";
import { setOurClock, turnOurClock } from "@/testing/clock";
import { haneul } from "@/testing/desk-people";
import { toss } from "@/testing/gateway";
import { anAccount, aPaidPayment } from "@/testing/makers";
import { anEvent, aPaidPage, hear, signed } from "@/testing/stripe-makers";
import { takeRaised } from "../../alarms/raise";
import { days, minutes, now, seconds } from "../../clock";
import { gatewayHealth } from "../../desk/read/gateways";
import { newLine } from "../../gateways/line";
import { endTrouble, noteTrouble, takeTroubles } from "../../gateways/troubles";
import { receive, workOnNews } from "./inbox";
import { troublesNow, writeTroubles } from "./troubles";

// If a shop's webhooks are refused, it hears nothing, and must know it.

beforeEach(() => {
  takeTroubles();
});

const event = () => anEvent("charge.refunded", { id: "ch_1", object: "charge", payment_intent: "pi_1" });
const refused = (headers: Headers, body = event()) =>
  expect(receive("stripe", body, headers, now())).rejects.toMatchObject({ code: "invalid_signature" });

/** Records what the shop met and returns the current troubles. */
async function troubles() {
  await writeTroubles(now());
  return troublesNow(db, now());
}

const alarmsOf = (alarms: ReturnType<ReturnType<typeof listenForAlarms>>) => alarms.map(({ why }) => why);

describe("a webhook that is refused", () => {
  test("signed ten minutes ago by our clock: an alarm says how far apart the clocks are", async () => {
    const alarms = listenForAlarms();
    const body = event();
    const headers = signed(body);
    setOurClock(minutes(10));
    await refused(headers, body);
    expect(await troubles()).toMatchObject([
      { gateway: "stripe", kind: "refused_old", count: 1, detail: { clockAheadSeconds: -600 } },
    ]);
    expect(alarms()).toMatchObject([{ why: "refused_old", count: 1, clock_ahead_seconds: -600 }]);
  });

  test("signed by a clock ahead of ours is accepted", async () => {
    const body = event();
    const headers = signed(body);
    setOurClock(-minutes(10));
    await hear(body, headers);
    expect(await troubles()).toEqual([]);
  });

  test("with another secret, or without any: told apart, and not stored", async () => {
    const body = event();
    await refused(signed(body, now(), "whsec_of_somebody_else"), body);
    await refused(new Headers(), body);
    await refused(new Headers({ "stripe-signature": "t=1" }), body);
    expect((await troubles()).map(({ kind, count }) => [kind, count])).toEqual([
      ["refused_signature", 1],
      ["refused_unsigned", 2],
    ]);
    expect(await newsInbox(db, undefined, undefined, 10)).toEqual([]);
  });

  test("a thousand times: one row, one alarm a minute, and the total count", async () => {
    const alarms = listenForAlarms();
    for (let turn = 0; turn < 40; turn += 1) {
      await Promise.all(Array.from({ length: 25 }, () => refused(new Headers())));
      await writeTroubles(now());
      turnOurClock(seconds(2));
    }
    expect(await troubles()).toMatchObject([{ kind: "refused_unsigned", count: 1_000 }]);
    expect(alarmsOf(alarms())).toEqual(["refused_unsigned", "refused_unsigned"]);
  });

  test("one today and one next week are two troubles, and a day later none is shown", async () => {
    await refused(new Headers());
    const [first] = await troubles();
    turnOurClock(days(1));
    expect(await troubles()).toEqual([]);
    turnOurClock(days(6));
    await refused(new Headers());
    const [second] = await troubles();
    expect(second).toMatchObject({ count: 1, since: now() });
    expect(second?.since.getTime()).toBeGreaterThan(first?.since.getTime() ?? 0);
  });

  test("two instances that write at once raise one alarm", async () => {
    const alarms = listenForAlarms();
    await refused(new Headers());
    const one = writeTroubles(now());
    await refused(new Headers());
    await Promise.all([one, writeTroubles(now())]);
    expect(alarmsOf(alarms())).toEqual(["refused_unsigned"]);
    expect(await troubles()).toMatchObject([{ count: 2 }]);
  });

  test("a Toss webhook about a deposit with another secret than Toss gave us", async () => {
    const { payment } = await anAccount();
    const body = JSON.stringify({ orderId: payment.gatewayOrderId, secret: "guessed", status: "DONE" });
    await workOnNews((await receive("toss", body, new Headers(), now())) ?? "");
    expect(await troubles()).toMatchObject([{ gateway: "toss", kind: "refused_secret", count: 1 }]);
  });
});

test("is shown at the desk to everybody who may read orders", async () => {
  await refused(new Headers());
  await writeTroubles(now());
  expect(await gatewayHealth(haneul, now())).toMatchObject({
    troubles: [{ gateway: "stripe", kind: "refused_unsigned", count: 1 }],
    lists: [],
  });
});

test("raises its alarm although the clock was set back", async () => {
  const alarms = listenForAlarms();
  await refused(new Headers());
  await writeTroubles(now());
  setOurClock(-minutes(30));
  await refused(new Headers());
  await writeTroubles(now());
  expect(alarmsOf(alarms())).toEqual(["refused_unsigned", "refused_unsigned"]);
});

test("a gateway that stopped answering is shown, with one alarm, and no longer when it answers again", async () => {
  const alarms = listenForAlarms();
  const limits = { connections: 4, waiting: 4, waitMs: 100, deadlineMs: 1_000, maxBytes: 100_000 };
  const line = newLine("toss", "ask", limits);
  const question = { method: "GET", path: "/v1/payments/nobody", headers: {} } as const;
  for (let n = 0; n < 12; n += 1) await line.send("http://127.0.0.1:9", question);
  expect(await troubles()).toMatchObject([{ gateway: "toss", kind: "silent_ask", count: 3 }]);
  expect(alarmsOf(alarms())).toEqual(["silent_ask"]);
  turnOurClock(seconds(5));
  await line.send(toss.url, question);
  expect(await troubles()).toEqual([]);
});

test("a gateway that stopped and answered again within one turn is reported too, with its end", async () => {
  const alarms = listenForAlarms();
  takeRaised();
  noteTrouble("toss", "silent_ask");
  noteTrouble("toss", "silent_ask");
  endTrouble("toss", "silent_ask");
  expect(await troubles()).toEqual([]);
  expect(alarms()).toMatchObject([{ why: "silent_ask", count: 2 }]);
  expect(takeRaised()).toMatchObject([{ name: "gateway_silent", count: 1, over: true }]);
});

test("Toss answers in another version of its API: reported once", async () => {
  const alarms = listenForAlarms();
  await aPaidPayment();
  await aPaidPage();
  expect(await troubles()).toEqual([]);
  for (let n = 0; n < 3; n += 1) {
    noteTrouble("toss", "api_version", { version: "1.4" });
    await writeTroubles(now());
    turnOurClock(minutes(10));
  }
  expect(await troubles()).toMatchObject([{ kind: "api_version", count: 3, detail: { version: "1.4" } }]);
  expect(alarmsOf(alarms())).toEqual(["api_version"]);
});
