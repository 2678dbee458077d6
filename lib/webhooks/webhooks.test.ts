import { createServer, type IncomingHttpHeaders } from "node:http";
import type { AddressInfo } from "node:net";
import { Webhook } from "standardwebhooks";
import { describe, expect, onTestFinished, test } from "vitest";
import { auditOf } from "@/db/audit";
import { db } from "@/db/store";
import { endpointById, newestDeliveries } from "@/db/webhooks";
import { listenForAlarms } from "@/testing/alarms";
import { turnOurClock } from "@/testing/clock";
import { deskAddress, jiwoo, sora } from "@/testing/desk-people";
import { toss } from "@/testing/gateway";
import { aPaidPayment, paidTwice, storyOf } from "@/testing/makers";
import { anotherProgram } from "@/testing/stripe";
import { anOpenIntent, charge } from "@/testing/stripe-makers";
import { days, hours, minutes, now, seconds } from "../clock";
import type { WebhookEvent } from "../contracts/webhook-events";
import { lookAndRecord } from "../payments/engine/look";
import { refund } from "../payments/refunds/refund";
import { env } from "../settings/env";
import { sendWebhooks } from "./deliver";
import {
  addEndpoint,
  removeEndpoint,
  resendDelivery,
  rotateSecret,
  switchEndpoint,
  testEndpoint,
} from "./endpoints";
import { faultOfEndpoint, isPublic } from "./public-address";

const act = () => ({ by: sora, address: deskAddress, now: now() });

type Heard = { headers: IncomingHttpHeaders; body: string };

/** Another server, which answers with `status` and remembers what it was told. */
async function aReceiver() {
  const heard: Heard[] = [];
  const receiver = {
    heard,
    status: 200,
    url: "",
    told: () => heard.map(({ body }) => JSON.parse(body).type),
  };
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    heard.push({ headers: request.headers, body: Buffer.concat(chunks).toString() });
    response.writeHead(receiver.status, { location: "http://169.254.169.254/" }).end("secret of its own");
  });
  await new Promise<void>((up) => server.listen(0, "127.0.0.1", up));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  receiver.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/hooks`;
  return receiver;
}

async function anEndpoint(events: WebhookEvent[] = []) {
  const receiver = await aReceiver();
  const added = await addEndpoint({ url: receiver.url, events }, act());
  onTestFinished(() => removeEndpoint(added.id, act()).catch(() => undefined));
  return { receiver, ...added };
}

const newest = async () => (await newestDeliveries(db, 1))[0]?.delivery;

describe("a server that wants to know", () => {
  test("is told of the sale and its refund, signed, without a word about the shopper", async () => {
    await sendWebhooks();
    const { receiver, secret } = await anEndpoint(["order.paid", "refund.succeeded"]);
    const { order, payment } = await aPaidPayment();
    await refund({
      paymentId: payment.id,
      amount: 9_000,
      reason: "변심",
      requestedBy: "sora",
      waitMs: seconds(8),
    });

    await sendWebhooks();

    const bodies = receiver.heard.map(({ headers, body }) =>
      new Webhook(secret).verify(body, headers as Record<string, string>),
    );
    expect(bodies).toHaveLength(2);
    expect(bodies).toContainEqual({
      type: "order.paid",
      timestamp: expect.any(String),
      data: {
        order_number: order.number,
        reference: null,
        amount: 29_000,
        currency: "KRW",
        live: false,
        payment_id: payment.id,
      },
    });
    expect(bodies).toContainEqual(
      expect.objectContaining({
        type: "refund.succeeded",
        data: expect.objectContaining({ refund: { id: expect.any(String), amount: 9_000 } }),
      }),
    );
    const said = JSON.stringify(receiver.heard.map(({ body }) => body));
    expect(said).not.toMatch(/김민아|mina@|0101|세종대로/);
  });

  test("is not told that a paid order lost its money when a second payment of it did", async () => {
    await sendWebhooks();
    const { receiver } = await anEndpoint(["order.paid", "order.deposit_reversed"]);
    const { order, payment } = await paidTwice();
    await toss.payments.reverseDeposit(payment.gatewayPaymentKey ?? "");
    await lookAndRecord(payment.id);
    await sendWebhooks();
    expect(await storyOf(order)).toContain("deposit_reversed");
    expect(receiver.told()).toEqual(["order.paid"]);
  });

  test("is not told that an order is authorized when a bank holds another sum", async () => {
    await sendWebhooks();
    const { receiver } = await anEndpoint(["order.authorized"]);
    const { order, intentId } = await anOpenIntent();
    await anotherProgram().paymentIntents.update(intentId, { amount: 2_300, capture_method: "manual" });
    await charge(order);
    await sendWebhooks();
    expect(await storyOf(order)).toContain("payment_authorized");
    expect(receiver.told()).toEqual([]);
  });

  test("is told once, however many instances send", async () => {
    await sendWebhooks();
    const { receiver } = await anEndpoint(["order.paid"]);
    await aPaidPayment();
    await Promise.all([sendWebhooks(), sendWebhooks(), sendWebhooks()]);
    expect(receiver.told()).toEqual(["order.paid"]);
  });

  test("that does not answer is told again, later and later, under the same ID", async () => {
    await sendWebhooks();
    const { receiver, id } = await anEndpoint(["order.paid"]);
    receiver.status = 500;
    await aPaidPayment();
    await sendWebhooks();
    await sendWebhooks();
    expect(receiver.heard).toHaveLength(1);
    expect((await endpointById(db, id))?.failingSince).not.toBeNull();

    turnOurClock(seconds(6));
    await sendWebhooks();
    expect(receiver.heard).toHaveLength(2);
    receiver.status = 204;
    turnOurClock(minutes(6));
    await sendWebhooks();
    turnOurClock(hours(24));
    await sendWebhooks();

    expect(receiver.heard).toHaveLength(3);
    expect(new Set(receiver.heard.map(({ headers }) => headers["webhook-id"])).size).toBe(1);
    expect(await newest()).toMatchObject({ state: "done", tries: 3, lastAnswer: "204" });
    expect((await endpointById(db, id))?.failingSince).toBeNull();
  });

  test("that fails for five days is switched off, with an alarm, and misses nothing that still waits", async () => {
    await sendWebhooks();
    const alarms = listenForAlarms();
    const { receiver, id } = await anEndpoint(["order.paid"]);
    receiver.status = 503;
    await aPaidPayment();
    await sendWebhooks();
    turnOurClock(days(5));
    await aPaidPayment();
    await sendWebhooks();
    expect(await endpointById(db, id)).toMatchObject({ offBy: "failures" });
    expect(alarms()).toContainEqual(expect.objectContaining({ endpoint: id, answer: 503 }));
    const before = receiver.heard.length;
    turnOurClock(hours(1));
    await sendWebhooks();
    expect(receiver.heard).toHaveLength(before);

    receiver.status = 200;
    await switchEndpoint(id, true, act());
    await sendWebhooks();
    expect(receiver.heard.length).toBeGreaterThan(before);
  });

  test("that fails gets one message a turn, and another endpoint waits for none of them", async () => {
    await sendWebhooks();
    const broken = await anEndpoint(["order.paid"]);
    broken.receiver.status = 500;
    for (let n = 0; n < 3; n += 1) await aPaidPayment();
    await sendWebhooks();
    const heard = broken.receiver.heard.length;
    turnOurClock(minutes(1));
    const whole = await anEndpoint(["order.paid"]);
    await aPaidPayment();

    await sendWebhooks();

    expect(broken.receiver.heard).toHaveLength(heard + 1);
    expect(whole.receiver.told()).toEqual(["order.paid"]);
  });

  test("is not followed elsewhere", async () => {
    await sendWebhooks();
    const { receiver } = await anEndpoint(["order.paid"]);
    receiver.status = 302;
    await aPaidPayment();
    await sendWebhooks();
    expect(await newest()).toMatchObject({ state: "new", lastAnswer: "302" });
  });

  test("that is gone is asked no more", async () => {
    const { receiver, id } = await anEndpoint();
    receiver.status = 410;
    await testEndpoint(id, act());
    await sendWebhooks();
    expect(await endpointById(db, id)).toMatchObject({ offBy: "gone" });
  });
});

describe("a manager", () => {
  test("replaces the secret, and for a day both sign", async () => {
    const { receiver, id, secret } = await anEndpoint();
    const fresh = await rotateSecret(id, act());
    const tells = async (known: string) => {
      await testEndpoint(id, act());
      await sendWebhooks();
      const { headers, body } = receiver.heard.at(-1) ?? { headers: {}, body: "" };
      // The library compares the message's time with the machine's clock.
      const time = Number(headers["webhook-timestamp"]);
      const signed = String(headers["webhook-signature"]).split(" ");
      return signed.includes(
        new Webhook(known).sign(String(headers["webhook-id"]), new Date(time * 1_000), body),
      );
    };
    expect([await tells(secret), await tells(fresh)]).toEqual([true, true]);
    turnOurClock(days(1));
    expect([await tells(secret), await tells(fresh)]).toEqual([false, true]);
    expect((await auditOf(db, id)).map(({ action }) => action)).toContain("endpoint_secret_rotated");
  });

  test("sends a message again", async () => {
    const { receiver, id } = await anEndpoint();
    await testEndpoint(id, act());
    await sendWebhooks();
    const message = await newest();
    await resendDelivery(message?.id ?? "", act());
    await sendWebhooks();
    expect(receiver.told()).toEqual(["webhook.test", "webhook.test"]);
    await expect(resendDelivery("msg_none", act())).rejects.toMatchObject({ code: "not_found" });
    await removeEndpoint(id, act());
    await expect(resendDelivery(message?.id ?? "", act())).rejects.toMatchObject({ code: "not_found" });
  });

  test("alone says who is told", async () => {
    const url = "https://shop.example/hooks";
    await expect(addEndpoint({ url, events: [] }, { ...act(), by: jiwoo })).rejects.toMatchObject({
      code: "forbidden",
    });
  });
});

describe("nothing is sent into the shop's own network", () => {
  test.each([
    "127.0.0.1",
    "10.1.2.3",
    "172.31.0.1",
    "192.168.0.1",
    "169.254.169.254",
    "100.64.0.1",
    "0.0.0.0",
    "255.255.255.255",
    "::1",
    "::",
    "fe80::1",
    "fd00::1",
    "::ffff:10.0.0.1",
    "64:ff9b::a00:1",
    "2002:a00:1::",
    "no address",
  ])("%s is not public", (address) => expect(isPublic(address)).toBe(false));

  test.each(["93.184.216.34", "2606:2800:220:1:248:1893:25c8:1946"])("%s is", (address) =>
    expect(isPublic(address)).toBe(true),
  );

  test("by a URL or by a name that leads there", async () => {
    const { receiver, id } = await anEndpoint();
    const settings = env();
    const before = settings.appUrl;
    onTestFinished(() => {
      settings.appUrl = before;
    });
    settings.appUrl = "https://shop.example";

    for (const url of [
      "http://shop.example/hooks",
      "https://localhost/hooks",
      "https://10.0.0.1/",
      "https://[::1]/",
      "https://2130706433/",
      "https://user:pass@shop.example/",
    ])
      expect(faultOfEndpoint(url), url).toBeDefined();
    expect(faultOfEndpoint("https://shop.example:8443/hooks?key=1")).toBeUndefined();
    // It was added while the shop ran on a developer's machine.
    await testEndpoint(id, act());
    await sendWebhooks();
    expect(receiver.heard).toEqual([]);
    expect(await newest()).toMatchObject({ lastAnswer: "PRIVATE_ADDRESS" });
  });
});
