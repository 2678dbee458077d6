import { afterEach, describe, expect, test, vi } from "vitest";
import { z } from "zod";
import * as desk from "@/app/admin/api/[...nothing]/route";
import * as healthz from "@/app/healthz/route";
import * as payments from "@/app/payments/[...nothing]/route";
import * as confirmRoute from "@/app/payments/toss/confirm/route";
import * as successRoute from "@/app/payments/toss/success/route";
import * as webhooks from "@/app/webhooks/[...nothing]/route";
import * as webhook from "@/app/webhooks/toss/route";
import { UnitTooLong } from "@/db/unit";
import { operation } from "../contracts/operation";
import { log, requestId } from "../log";
import { Problem, problems } from "../problem";
import { bodyOf, endpoint, isAhead, returnQueryOf } from "./http";

const echo = operation({
  method: "POST",
  path: "/echo",
  caller: "anybody",
  summary: "Says what it heard",
  input: z.strictObject({
    text: z.string().max(10),
    deep: z.strictObject({ n: z.int() }).optional(),
  }),
  reply: z.object({ text: z.string() }),
  status: 201,
  problems: [],
});

const route = endpoint(echo, async ({ input }) => ({ body: { text: input.text } }));

const post = (body: BodyInit | null, headers: Record<string, string> = {}) =>
  new Request("http://localhost:3000/echo", {
    method: "POST",
    headers: { "content-type": "application/json", ...headers },
    body,
    ...(body instanceof ReadableStream ? { duplex: "half" } : {}),
  });

const problemOf = async (response: Response) => {
  expect(response.headers.get("content-type")).toBe("application/problem+json");
  const body = await response.json();
  expect(body).toMatchObject({ status: response.status, type: `urn:twotrack:problem:${body.code}` });
  expect(body.title).toBe(problems[body.code as keyof typeof problems][1]);
  return body;
};

afterEach(() => {
  vi.restoreAllMocks();
});

describe("a body", () => {
  test("that fits is answered with the operation's own status", async () => {
    const response = await route.POST(post('{"text":"hello"}'));
    expect(response.status).toBe(201);
    expect(await response.json()).toEqual({ text: "hello" });
    expect(response.headers.get("cache-control")).toBe("no-store");
  });

  test("of exactly 64 KiB is read, and one byte more is refused", async () => {
    const json = (size: number) => `{"text":"hello"${" ".repeat(size - 16)}}`;
    expect((await route.POST(post(json(65_536)))).status).toBe(201);
    expect(await problemOf(await route.POST(post(json(65_537))))).toMatchObject({
      code: "body_too_large",
      status: 413,
    });
  });

  test("that never ends is read no further than its limit", async () => {
    let sent = 0;
    const endless = new ReadableStream<Uint8Array>(
      {
        pull(stream) {
          sent += 1;
          stream.enqueue(new Uint8Array(16_384).fill(32));
        },
      },
      { highWaterMark: 0 },
    );
    expect((await route.POST(post(endless))).status).toBe(413);
    expect(sent).toBe(5);
  });

  test("that announces itself as too large is not read at all", async () => {
    const request = post("{}", { "content-length": "70000" });
    await expect(bodyOf(request, 65_536)).rejects.toMatchObject({ code: "body_too_large" });
    expect(request.bodyUsed).toBe(false);
  });

  test("is measured in bytes, not letters", async () => {
    await expect(bodyOf(post("가".repeat(30)), 64)).rejects.toMatchObject({ code: "body_too_large" });
    expect(await bodyOf(post("가".repeat(21)), 64)).toBe("가".repeat(21));
  });

  test("of a webhook may have 64 KiB", async () => {
    const response = await webhook.POST(post(" ".repeat(65_537)));
    expect(await problemOf(response)).toMatchObject({ code: "body_too_large" });
  });

  test.each([
    ["text/plain", "unsupported_media_type", 415],
    ["application/x-www-form-urlencoded", "unsupported_media_type", 415],
    ["multipart/form-data", "unsupported_media_type", 415],
    ["application/jsonp", "unsupported_media_type", 415],
  ])("as %s is refused", async (type, code, status) => {
    const response = await route.POST(post('{"text":"hello"}', { "content-type": type }));
    expect(await problemOf(response)).toMatchObject({ code, status });
  });

  test("without a type is refused, and one with a charset is read", async () => {
    const bare = new Request("http://localhost:3000/echo", {
      method: "POST",
      body: new Uint8Array([123, 125]),
    });
    expect((await route.POST(bare)).status).toBe(415);
    const charset = { "content-type": "Application/JSON; charset=utf-8" };
    expect((await route.POST(post('{"text":"hello"}', charset))).status).toBe(201);
  });

  test.each(["", "{", "undefined", '{"text":"a"}}', "\u0000"])(
    "that is not JSON is refused: %j",
    async (body) => {
      expect(await problemOf(await route.POST(post(body)))).toMatchObject({
        code: "invalid_json",
        status: 400,
      });
    },
  );
});

describe("a wrong value is named", () => {
  const errorsOf = async (body: unknown) => {
    const problem = await problemOf(await route.POST(post(JSON.stringify(body))));
    expect(problem).toMatchObject({ code: "invalid_request", status: 400, retryable: false });
    return problem.errors;
  };

  test("a field that is missing, and one that is too long", async () => {
    expect(await errorsOf({})).toMatchObject([{ field: "text" }]);
    expect(await errorsOf({ text: "far too long" })).toMatchObject([{ field: "text" }]);
  });

  test("unknown fields, also nested ones", async () => {
    expect(await errorsOf({ text: "a", price: 1, deep: { n: 1, m: 2 } })).toEqual([
      { field: "deep.m", message: "Unknown field" },
      { field: "price", message: "Unknown field" },
    ]);
  });

  test.each([[null], [[]], ["text"], [7]])("a body that is not an object: %j", async (body) => {
    expect(await errorsOf(body)).toHaveLength(1);
  });

  test("no more than fifty of them", async () => {
    const many = Object.fromEntries(Array.from({ length: 200 }, (_, n) => [`f${n}`, n]));
    expect(await errorsOf({ text: "a", ...many })).toHaveLength(50);
  });

  test("by the shape that comes nearest, where a body may have two", async () => {
    const send = async (body: object) =>
      (await problemOf(await confirmRoute.POST(post(JSON.stringify(body))))).errors;
    expect(
      await send({ payment_key: "k", order_number: "ORD-20261121-AAAAAA", amount: "29000" }),
    ).toMatchObject([{ field: "amount" }]);
    expect(await send({ paymentKey: "k", orderId: "ORD-20261121-AAAAAA-1" })).toMatchObject([
      { field: "amount" },
    ]);
  });
});

test.each([
  ["a lone byte", [0x22, 0xff, 0x22]],
  ["half a letter", [0x22, 0xea, 0xb0, 0x22]],
  ["a slash in too many bytes", [0x22, 0xc0, 0xaf, 0x22]],
  ["half a surrogate pair", [0x22, 0xed, 0xa0, 0x80, 0x22]],
])("%s is not UTF-8, and is refused instead of being stored as another letter", async (_, bytes) => {
  const body = Buffer.concat([Buffer.from('{"text":'), Buffer.from(bytes), Buffer.from("}")]);
  const headers = { "content-type": "application/json" };
  const request = new Request("http://localhost:3000/echo", { method: "POST", body, headers });
  expect(await problemOf(await route.POST(request))).toMatchObject({ code: "invalid_request", status: 400 });
});

describe("a method", () => {
  test.each(["GET", "HEAD", "PUT", "PATCH", "DELETE"] as const)(
    "%s is wrong for a POST, as a problem",
    async (method) => {
      const response = await route[method](new Request("http://localhost:3000/echo", { method }));
      expect(await problemOf(response)).toMatchObject({ code: "method_not_allowed", status: 405 });
      expect(response.headers.get("allow")).toBe("POST, OPTIONS");
    },
  );

  test("POST is wrong for a GET, whose HEAD is allowed", async () => {
    const address = "http://localhost:3000/healthz";
    const response = await healthz.POST(new Request(address, { method: "POST" }));
    expect(response.headers.get("allow")).toBe("GET, HEAD, OPTIONS");
    expect((await healthz.HEAD(new Request(address, { method: "HEAD" }))).status).toBe(200);
    expect((await healthz.OPTIONS(new Request(address, { method: "OPTIONS" }))).status).toBe(204);
  });

  test.each<[string, RequestInit]>([
    ["a HEAD", { method: "HEAD" }],
    ["a prefetch", { headers: { purpose: "prefetch" } }],
    ["a prefetch in the current form", { headers: { "sec-purpose": "prefetch;prerender" } }],
  ])("%s of the return authorizes nothing", async (_, init) => {
    const query = "paymentKey=k&orderId=ORD-20261121-AAAAAA-1&amount=29000";
    const request = new Request(`http://localhost:3000/payments/toss/success?${query}`, init);
    expect(isAhead(request)).toBe(true);
    const response = await (request.method === "HEAD" ? successRoute.HEAD : successRoute.GET)(request);
    expect(response.status).toBe(204);
    expect(response.headers.get("location")).toBeNull();
  });
});

describe("every response names its request", () => {
  test("by an id of its own, also when it refuses", async () => {
    for (const body of ['{"text":"a"}', "{"])
      expect((await route.POST(post(body))).headers.get("x-request-id")).toMatch(/^req_\w{20}$/);
  });

  test("or by the caller's, which the log then has too", async () => {
    let inside: string | undefined;
    const listening = endpoint(echo, async () => {
      inside = requestId();
      return { body: { text: "" } };
    });
    const response = await listening.POST(post('{"text":"a"}', { "x-request-id": "cart-1234-5678" }));
    expect(response.headers.get("x-request-id")).toBe("cart-1234-5678");
    expect(inside).toBe("cart-1234-5678");
  });

  test.each(["short", "a b c d e f g h", "x".repeat(65), '"><script>'])("but not by %j", async (id) => {
    const response = await route.POST(post('{"text":"a"}', { "x-request-id": id }));
    expect(response.headers.get("x-request-id")).not.toBe(id);
  });
});

test("a bug becomes a problem that reveals nothing, and is logged", async () => {
  const logged = vi.spyOn(log, "error");
  const broken = endpoint(echo, async () => {
    throw new Error("password=hunter2 at /srv/shop");
  });
  const response = await broken.POST(post('{"text":"a"}'));
  const text = await response.clone().text();
  expect(await problemOf(response)).toMatchObject({ code: "internal_error", status: 500, retryable: true });
  expect(text).not.toContain("hunter2");
  expect(text).not.toContain(" at ");
  expect(logged).toHaveBeenCalledOnce();
});

test.each([
  ["the pool has no connection left", new Error("timeout exceeded when trying to connect")],
  [
    "drizzle says so of it",
    new Error("Failed query", { cause: new Error("timeout exceeded when trying to connect") }),
  ],
  ["a statement took too long", Object.assign(new Error("canceling statement"), { code: "57014" })],
  ["PostgreSQL has too many clients", Object.assign(new Error("sorry"), { code: "53300" })],
  ["PostgreSQL is restarting", Object.assign(new Error("starting up"), { code: "57P03" })],
  ["another process has the file", Object.assign(new Error("locked"), { code: "SQLITE_BUSY" })],
  ["a transaction waited too long", new UnitTooLong("too long")],
])("%s: it is retried later, and no alarm is raised", async (_what, failure) => {
  const logged = vi.spyOn(log, "error");
  logged.mockClear();
  const busy = endpoint(echo, async () => {
    throw failure;
  });
  const response = await busy.POST(post('{"text":"a"}'));
  expect(response.headers.get("retry-after")).toBe("5");
  expect(await problemOf(response)).toMatchObject({ code: "overloaded", status: 503, retryable: true });
  expect(logged).not.toHaveBeenCalled();
});

describe.each([
  ["payments", payments],
  ["webhooks", webhooks],
  ["desk", desk],
])("an unknown address of the %s API", (_, nowhere) => {
  test.each(["GET", "POST", "DELETE"] as const)("is a problem with any method: %s", async (method) => {
    const response = await nowhere[method](new Request("http://localhost:3000/x", { method }));
    expect(await problemOf(response)).toMatchObject({ code: "not_found", status: 404, retryable: false });
  });
});

test("a body that breaks off while the caller is connected is reported as a problem, and logged", async () => {
  const logged = vi.spyOn(log, "error");
  logged.mockClear();
  const body = new ReadableStream({ pull: (stream) => stream.error(new TypeError("already read")) });
  const response = await route.POST(post(body));
  expect(await problemOf(response)).toMatchObject({ code: "internal_error", status: 500, retryable: true });
  expect(logged).toHaveBeenCalledOnce();
});

describe("a gateway's query, as relays may change it", () => {
  const read = (search: string) => returnQueryOf(new Request(`http://localhost:3000/back${search}`));
  const plain = { paymentKey: "pk", orderId: "ORD-1-1", amount: "29000" };

  test.each([
    ["?paymentKey=pk&orderId=ORD-1-1&amount=29000"],
    ["?paymentKey=pk&amp;orderId=ORD-1-1&amp;amount=29000"],
    ["?paymentKey=pk&orderId=ORD-1-1&amount=29000&paymentKey=pk&orderId=ORD-1-1&amount=29000"],
    ["?paymentKey=pk&orderId=ORD-1-1&amount=29000?paymentKey=pk&orderId=ORD-1-1&amount=29000"],
    ["?paymentKey=pk&orderId=ORD-1-1&amount=29000&amp;amount=29000"],
  ])("%s", (search) => {
    expect(read(search)).toEqual(plain);
  });

  test("two different values are both kept", () => {
    expect(read("?amount=1&amount=2")).toEqual({ amount: ["1", "2"] });
  });
});

test("a problem has the details of its verb", async () => {
  const refusing = endpoint(echo, async () => {
    throw new Problem("payment_declined", "No.", {
      gateway_code: "REJECT_CARD_PAYMENT",
      headers: { "retry-after": "2" },
    });
  });
  const response = await refusing.POST(post('{"text":"a"}'));
  expect(response.headers.get("retry-after")).toBe("2");
  expect(await problemOf(response)).toEqual({
    type: "urn:twotrack:problem:payment_declined",
    title: "Payment declined",
    status: 402,
    detail: "No.",
    code: "payment_declined",
    retryable: false,
    gateway_code: "REJECT_CARD_PAYMENT",
  });
});
