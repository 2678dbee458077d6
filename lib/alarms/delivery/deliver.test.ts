import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { SMTPServer } from "smtp-server";
import { afterEach, beforeEach, describe, expect, onTestFinished, test, vi } from "vitest";
import { alarmsSince } from "@/db/alarms";
import { auditOf } from "@/db/audit";
import * as store from "@/db/store";
import { db } from "@/db/store";
import "@/testing/books";
import { turnOurClock } from "@/testing/clock";
import { deskAddress, haneul, jiwoo, minho } from "@/testing/desk-people";
import { days, hours, later, minutes, now, seconds } from "../../clock";
import { alarmsAtDesk, hearAlarm, silenceAlarm } from "../../desk/acts/alarms";
import { log } from "../../log";
import { env } from "../../settings/env";
import { isOver, raise, takeRaised } from "../raise";
import { deliverAlarms, forgetRemembered } from "./deliver";

vi.mock("@/db/store", async (original) => {
  const real = await original<typeof import("@/db/store")>();
  return { ...real, transaction: vi.fn(real.transaction) };
});

const before = env().alarms;
beforeEach(() => {
  takeRaised();
  forgetRemembered();
});
afterEach(() => {
  env().alarms = before;
  vi.mocked(store.transaction).mockReset();
  vi.restoreAllMocks();
});

/** A chat channel: the texts it received, and the status its server answers with. */
async function aChannel() {
  const texts: string[] = [];
  const channel = { texts, status: 200, url: "" };
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    if (channel.status === 200) texts.push(JSON.parse(Buffer.concat(chunks).toString()).text);
    response.writeHead(channel.status).end();
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  channel.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/services/hunter2`;
  env().alarms = { emails: [], webhookUrl: channel.url, everyMinutes: 30 };
  return channel;
}

const needed = (why: string, more = {}) =>
  raise("person_needed", { why, order: "ord_1", ...more }, "a person is needed");
const breakDatabase = () =>
  vi
    .mocked(store.transaction)
    .mockRejectedValue(Object.assign(new Error("disk full"), { code: "SQLITE_FULL" }));
const letDatabaseWork = async () => {
  const real = await vi.importActual<typeof import("@/db/store")>("@/db/store");
  vi.mocked(store.transaction).mockImplementation(real.transaction);
};
beforeEach(letDatabaseWork);

describe("people are told about an alarm", () => {
  test("once, in both languages, with its section of the runbook, and only with codes and ids", async () => {
    const { texts } = await aChannel();
    needed("mismatch", {
      code: "<b>",
      message: "Card of Mina Kim",
      email: "mina@example.com",
      subject: "mina@example.com",
    });
    await deliverAlarms();
    await deliverAlarms();
    expect(texts).toHaveLength(1);
    expect(texts[0]).toContain("Something needs review");
    expect(texts[0]).toContain("담당자가 확인해야 할 일이 생겼어요");
    expect(texts[0]).toContain("docs/runbook.md#person_needed");
    expect(texts[0]).toContain("why=mismatch order=ord_1");
    expect(texts[0]).not.toMatch(/mina|<b>|hunter2/i);
  });

  test("again after half an hour, with the number of times it was raised meanwhile, and never sooner", async () => {
    const { texts } = await aChannel();
    needed("mismatch");
    await deliverAlarms();
    for (let n = 0; n < 40; n += 1) needed("unexpected", { order: `ord_${n}` });
    await deliverAlarms();
    turnOurClock(minutes(29));
    await deliverAlarms();
    expect(texts).toHaveLength(1);
    turnOurClock(minutes(2));
    await deliverAlarms();
    expect(texts).toHaveLength(2);
    expect(texts[1]).toContain("40 times");
    expect(texts[1]?.match(/why=/g)).toHaveLength(5);
    await deliverAlarms();
    expect(texts).toHaveLength(2);
  });

  test("no more often when a new day's row begins for an alarm that lasts for days", async () => {
    const { texts } = await aChannel();
    needed("mismatch");
    await deliverAlarms();
    turnOurClock(days(1) - minutes(10));
    needed("mismatch");
    await deliverAlarms();
    turnOurClock(minutes(20));
    needed("mismatch");
    await deliverAlarms();
    expect(texts).toHaveLength(2);
    turnOurClock(minutes(31));
    await deliverAlarms();
    expect(texts).toHaveLength(3);
  });

  test("and about its end, if they were told about its beginning", async () => {
    const { texts } = await aChannel();
    isOver("gateway_silent", "again");
    await deliverAlarms();
    expect(texts).toEqual([]);
    raise("gateway_silent", { gateway: "toss" }, "silent");
    await deliverAlarms();
    isOver("gateway_silent", "again");
    await deliverAlarms();
    await deliverAlarms();
    expect(texts).toHaveLength(2);
    expect(texts[1]).toContain("Resolved: A gateway does not answer");
    raise("gateway_silent", { gateway: "toss" }, "silent");
    await deliverAlarms();
    expect(texts).toHaveLength(2);
  });

  test("by one of two instances", async () => {
    const { texts } = await aChannel();
    needed("mismatch");
    await Promise.all([deliverAlarms(), deliverAlarms(), deliverAlarms()]);
    needed("mismatch");
    await Promise.all([deliverAlarms(), deliverAlarms()]);
    expect(texts).toHaveLength(1);
  });
});

describe("when the delivery fails", () => {
  test("a server that does not accept it is asked again, more and more rarely, and its address is never logged", async () => {
    const channel = await aChannel();
    channel.status = 500;
    const warned = vi.spyOn(log, "warn");
    needed("mismatch");
    await deliverAlarms();
    await deliverAlarms();
    expect(warned.mock.calls.flat()).toContainEqual({
      sink: "webhook",
      name: "person_needed",
      why: "HTTP 500",
    });
    expect(JSON.stringify(warned.mock.calls)).not.toContain("hunter2");
    channel.status = 200;
    await deliverAlarms();
    expect(channel.texts).toEqual([]);
    turnOurClock(seconds(31));
    await deliverAlarms();
    expect(channel.texts).toHaveLength(1);
  });

  test("broken mail is reported through the webhook, once, and vice versa", async () => {
    const channel = await aChannel();
    const received: string[] = [];
    const post = new SMTPServer({
      authOptional: true,
      closeTimeout: 100,
      disabledCommands: ["STARTTLS"],
      onRcptTo: ({ address }, _, done) =>
        done(address.startsWith("left") ? new Error("no such mailbox") : undefined),
      onData(stream, _, done) {
        let text = "";
        stream.on("data", (chunk) => {
          text += chunk;
        });
        stream.on("end", () => {
          received.push(text);
          done();
        });
      },
    });
    await new Promise<void>((resolve) => post.listen(0, "127.0.0.1", resolve));
    onTestFinished(() => new Promise<void>((resolve) => post.close(() => resolve())));
    env().mail.smtpUrl = `smtp://127.0.0.1:${(post.server.address() as AddressInfo).port}`;
    env().mail.from = { name: "Shop", address: "hello@shop.test" };
    env().alarms.emails = ["left-last-year@shop.test", "boss@shop.test"];
    channel.status = 500;
    needed("mismatch");
    await deliverAlarms();
    expect(received).toHaveLength(1);
    expect(received[0]).toContain("To: boss@shop.test");
    expect(received[0]).toContain("webhook: HTTP 500");
    expect(received[0]).toContain("letter: ");
    turnOurClock(hours(1));
    channel.status = 200;
    await deliverAlarms();
    expect(channel.texts).toEqual([]);
  });

  test("a database that cannot be written still raises its alarm and its end, and the desk shows it", async () => {
    const { texts } = await aChannel();
    breakDatabase();
    raise("books_unwritable", { why: "unwritable", code: "SQLITE_FULL" }, "the books cannot be written");
    await deliverAlarms();
    raise("books_unwritable", { why: "unwritable", code: "SQLITE_FULL" }, "the books cannot be written");
    await deliverAlarms();
    expect(texts).toHaveLength(1);
    expect(texts[0]).toContain("code=SQLITE_FULL");
    turnOurClock(minutes(5));
    await letDatabaseWork();
    isOver("books_unwritable", "again");
    await deliverAlarms();
    await deliverAlarms();
    expect(texts).toHaveLength(2);
    expect(texts[1]).toContain("Resolved: The books cannot be written");
    expect(await alarmsSince(db, later(now(), -hours(1)))).toMatchObject([
      { name: "books_unwritable", over: true, count: 2, told: 2 },
    ]);
  });

  test("without recipients the desk shows it, and nothing is sent or tried", async () => {
    needed("mismatch");
    await deliverAlarms();
    const { rows, heard } = await alarmsAtDesk(haneul, now());
    expect(rows).toMatchObject([{ name: "person_needed", count: 1, tries: 0, sent: { is: "no" } }]);
    expect(heard).toMatchObject({ emails: [], webhook: false });
  });

  test("the desk shows managers who gets alarms, and others only how many", async () => {
    env().alarms = { emails: ["boss@shop.test", "night@shop.test"], webhookUrl: undefined, everyMinutes: 30 };
    expect((await alarmsAtDesk(minho, now())).heard).toMatchObject({
      letters: 2,
      emails: ["boss@shop.test", "night@shop.test"],
    });
    for (const other of [haneul, jiwoo])
      expect((await alarmsAtDesk(other, now())).heard).toMatchObject({ letters: 2, emails: [] });
  });
});

describe("a manager", () => {
  const at = () => ({ address: deskAddress, now: now() });

  test("silences an alarm for a while: it is still counted, and reported when it is heard again; the audit log has both", async () => {
    const { texts } = await aChannel();
    await silenceAlarm(minho, "person_needed", 8, at());
    needed("mismatch");
    raise("pages_differ", { count: 1 }, "pages are not as expected");
    await deliverAlarms();
    expect(texts).toHaveLength(1);
    expect((await alarmsAtDesk(haneul, now())).rows.map(({ name, sent }) => [name, sent.is])).toEqual(
      expect.arrayContaining([
        ["person_needed", "silent"],
        ["pages_differ", "yes"],
      ]),
    );
    await hearAlarm(minho, "person_needed", at());
    await deliverAlarms();
    expect(texts).toHaveLength(2);
    expect((await auditOf(db, "person_needed")).map(({ action, actor }) => [action, actor])).toEqual([
      ["alarm_silenced", `staff:${minho.id}`],
      ["alarm_heard", `staff:${minho.id}`],
    ]);
  });

  test("need not end it: it ends by itself", async () => {
    const { texts } = await aChannel();
    await silenceAlarm(minho, "person_needed", 1, at());
    needed("mismatch");
    await deliverAlarms();
    expect(texts).toEqual([]);
    turnOurClock(hours(1) + seconds(1));
    await deliverAlarms();
    expect(texts).toHaveLength(1);
  });

  test("alone may silence it", async () => {
    await expect(silenceAlarm(haneul, "person_needed", 1, at())).rejects.toMatchObject({ code: "forbidden" });
    await expect(hearAlarm(haneul, "person_needed", at())).rejects.toMatchObject({ code: "forbidden" });
  });
});
