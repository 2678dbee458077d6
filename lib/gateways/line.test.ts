import { createServer, type RequestListener } from "node:http";
import type { AddressInfo } from "node:net";
import { beforeEach, describe, expect, onTestFinished, test } from "vitest";
import { stopClock, turnOurClock } from "@/testing/clock";
import { latch } from "@/testing/latch";
import { patient } from "@/testing/load";
import { seconds } from "../clock";
import { type LineLimits, newLine } from "./line";
import { takeTroubles } from "./troubles";

// Real servers, and real delays of a few tenths of a second: only the breaker's rests use the shop's clock.

const question = { method: "GET", path: "/", headers: {} } as const;
const limits: LineLimits = {
  connections: 4,
  waiting: 8,
  waitMs: patient(100),
  // Long enough for a request to arrive.
  deadlineMs: patient(300),
  maxBytes: 1_000,
};
const aLine = (differs: Partial<LineLimits> = {}) => newLine("toss", "ask", { ...limits, ...differs });

async function serverThat(answers: RequestListener) {
  const server = createServer(answers);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

/** Accepts every request and answers none, until `recovers` is called. */
async function aSilentGateway() {
  let heard = 0;
  let isSilent = true;
  const url = await serverThat((_, response) => {
    heard += 1;
    if (!isSilent) response.end("{}");
  });
  return {
    url,
    heard: () => heard,
    recovers: () => {
      isSilent = false;
    },
  };
}

const whys = (answers: Awaited<ReturnType<ReturnType<typeof aLine>["send"]>>[]) =>
  answers.map((answer) => (answer.is === "silent" ? answer.why : "answered"));
const count = (all: string[], one: string) => all.filter((it) => it === one).length;

beforeEach(() => {
  stopClock();
  takeTroubles();
});

describe("rule 11: a request ends by its deadline", () => {
  test("when it is never answered", async () => {
    const gateway = await aSilentGateway();
    expect(await aLine().send(gateway.url, question)).toEqual({ is: "silent", why: "timeout" });
  });

  test("when the answer comes byte by byte", async () => {
    const url = await serverThat((_, response) => {
      response.writeHead(200, { "content-type": "application/json" });
      const dribble = setInterval(() => response.write(" "), 20);
      response.on("close", () => clearInterval(dribble));
    });
    expect(await aLine().send(url, question)).toEqual({ is: "silent", why: "timeout" });
  });

  test("when the answer is larger than expected", async () => {
    const url = await serverThat((_, response) => response.end("1".repeat(2_000)));
    expect(await aLine().send(url, question)).toEqual({ is: "silent", why: "unreachable" });
  });

  test("of 200 requests to a silent gateway none is sent late: those without a turn were not sent", async () => {
    const gateway = await aSilentGateway();
    const line = aLine();
    const all = whys(await Promise.all(Array.from({ length: 200 }, () => line.send(gateway.url, question))));
    expect(count(all, "timeout")).toBe(limits.connections);
    expect(count(all, "not_sent")).toBe(200 - limits.connections);
    expect(gateway.heard()).toBe(limits.connections);
  });

  test("a request that waited its turn is answered within the time of one request", async () => {
    const held = latch();
    const url = await serverThat(async (_, response) => {
      await held.opened;
      response.end("{}");
    });
    const line = aLine({ connections: 1, waitMs: 5_000, deadlineMs: 10_000 });
    const [first, second] = [line.send(url, question), line.send(url, question)];
    held.open();
    expect(whys(await Promise.all([first, second]))).toEqual(["answered", "answered"]);
  });
});

test("a gateway that hangs delays neither another gateway nor another kind of request", async () => {
  const gateway = await aSilentGateway();
  const url = await serverThat((_, response) => response.end("{}"));
  const asks = aLine({ connections: 1, deadlineMs: 400, waitMs: 400 });
  const stuck = Promise.all(Array.from({ length: 5 }, () => asks.send(gateway.url, question)));
  for (const line of [newLine("toss", "look", limits), newLine("stripe", "ask", limits)])
    expect(whys([await line.send(url, question)])).toEqual(["answered"]);
  await stuck;
});

describe("a gateway that leaves ten requests in a row unanswered", () => {
  const silenced = async () => {
    const gateway = await aSilentGateway();
    const line = aLine({ connections: 10 });
    await Promise.all(Array.from({ length: 10 }, () => line.send(gateway.url, question)));
    return { gateway, line };
  };

  test("is not asked for a while, and callers are told at once that nothing was sent", async () => {
    const { gateway, line } = await silenced();
    for (let n = 0; n < 50; n++)
      expect(await line.send(gateway.url, question)).toEqual({ is: "silent", why: "not_sent" });
    expect(gateway.heard()).toBe(10);
  });

  test("is tried once after five seconds, and ten seconds after a failed try", async () => {
    const { gateway, line } = await silenced();
    turnOurClock(seconds(5));
    const tried = Promise.all([1, 2, 3].map(() => line.send(gateway.url, question)));
    expect(whys(await tried).toSorted()).toEqual(["not_sent", "not_sent", "timeout"]);
    turnOurClock(seconds(9));
    expect(whys([await line.send(gateway.url, question)])).toEqual(["not_sent"]);
    turnOurClock(seconds(1));
    expect(whys([await line.send(gateway.url, question)])).toEqual(["timeout"]);
    expect(gateway.heard()).toBe(12);
  });

  test("is asked normally once it has answered one request", async () => {
    const { gateway, line } = await silenced();
    gateway.recovers();
    turnOurClock(seconds(5));
    expect(whys([await line.send(gateway.url, question)])).toEqual(["answered"]);
    const all = await Promise.all([1, 2, 3].map(() => line.send(gateway.url, question)));
    expect(whys(all)).toEqual(["answered", "answered", "answered"]);
  });

  test("is reported as one trouble, with a count, and so is its end", async () => {
    const { gateway, line } = await silenced();
    await Promise.all([1, 2].map(() => line.send(gateway.url, question)));
    expect(takeTroubles()).toMatchObject([{ gateway: "toss", kind: "silent_ask", count: 3, ended: false }]);
    gateway.recovers();
    turnOurClock(seconds(5));
    await line.send(gateway.url, question);
    expect(takeTroubles()).toMatchObject([{ gateway: "toss", kind: "silent_ask", count: 0, ended: true }]);
  });

  test("is reported even if it ends before it was recorded", async () => {
    const { gateway, line } = await silenced();
    gateway.recovers();
    turnOurClock(seconds(5));
    await line.send(gateway.url, question);
    expect(takeTroubles()).toMatchObject([{ gateway: "toss", kind: "silent_ask", count: 1, ended: true }]);
  });

  test("counts as there with any answer, also an error", async () => {
    let n = 0;
    const url = await serverThat((_, response) => {
      n += 1;
      if (n % 10 === 0) response.writeHead(503).end();
      else response.destroy();
    });
    const line = aLine();
    for (let sent = 0; sent < 40; sent++) await line.send(url, question);
    expect(n).toBe(40);
  });
});

test("nothing listens: unreachable, and nothing throws", async () => {
  expect(await aLine().send("http://127.0.0.1:9", question)).toEqual({ is: "silent", why: "unreachable" });
});
