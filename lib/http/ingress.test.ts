import { request as ask, createServer, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from "vitest";
import { env } from "../settings/env";
import { answerBusy, closedPolicy, straighten, watchIngress } from "./ingress";

const straightened = (method: string, url: string, headers: Record<string, string> = {}) => {
  const request = { method, url, headers };
  straighten(request);
  return request;
};

describe("a request", () => {
  test.each([
    ["http://evil.example/healthz", "/healthz"],
    ["http://evil.example/orders?a=1", "/orders?a=1"],
    ["HTTPS://evil.example", "/"],
    ["http://evil.example//other.example/x", "/other.example/x"],
    ["http://[", "/"],
    ["javascript:alert(1)", "/"],
    ["/healthz?to=http://evil.example", "/healthz?to=http://evil.example"],
    ["*", "/"],
    ["/payments/%ff", "/payments/%25ff"],
    ["/orders/%E0%A4%A?q=%ff?", "/orders/%25E0%25A4%25A?q=%ff?"],
    ["/products/%EC%9E%90?q=%zz", "/products/%EC%9E%90?q=%zz"],
  ])("for %s is read as %s", (url, path) => {
    expect(straightened("GET", url).url).toBe(path);
  });

  test.each([
    ["TRACE", "/"],
    ["TRACE", "/healthz"],
    ["PROPFIND", "/orders"],
    ["POST", "/_next/static/x"],
    ["PUT", "/_next"],
    ["POST", "/icon.svg"],
    ["DELETE", "/products/dawn-mug.svg?x=1"],
    ["POST", "http://evil.example/_next/x"],
  ])("%s %s is refused as a write to a page", (method, url) => {
    expect(straightened(method, url)).toMatchObject({ method: "POST", url: "/" });
  });

  test.each([
    ["GET", "/_next/static/x"],
    ["POST", "/orders"],
    ["OPTIONS", "/payments/status"],
    ["DELETE", "/_nextpage"],
  ])("%s %s is left unchanged", (method, url) => {
    expect(straightened(method, url)).toMatchObject({ method, url });
  });

  test("cannot name a server action", () => {
    expect(straightened("POST", "/payments/x", { "next-action": "a", accept: "*/*" }).headers).toEqual({
      accept: "*/*",
    });
  });

  test.each(["multipart/form-data; boundary=x", "application/x-www-form-urlencoded", "Multipart/Mixed"])(
    "cannot send a form as %s that could be taken for one",
    (type) => {
      const { headers } = straightened("POST", "/payments/x", { "content-type": type });
      expect(headers).toEqual({ "content-type": "application/octet-stream" });
    },
  );
});

describe("a request to a demo's emulator", () => {
  const serves = (is: boolean) => {
    const before = env().servesEmulators;
    env().servesEmulators = is;
    onTestFinished(() => {
      env().servesEmulators = before;
    });
  };
  const form = "application/x-www-form-urlencoded";
  const typeOf = (method: string, url: string) =>
    straightened(method, url, { "content-type": form }).headers["content-type"];

  test("may be a form, which is passed on", () => {
    serves(true);
    expect(typeOf("POST", "/emulators/stripe/c/pay/cs_1?x=1")).toBe(form);
    for (const url of [
      "/emulators/stripe/v1/refunds",
      "/emulators/x",
      "/emulators",
      "/emulators/toss/control",
    ])
      expect(typeOf("POST", url)).toBe("application/octet-stream");
  });

  test("is refused as a form in any other shop", () => {
    serves(false);
    expect(typeOf("POST", "/emulators/stripe/c/pay/cs_1")).toBe("application/octet-stream");
  });
});

describe("a response", () => {
  const { appUrl } = env();
  const server = createServer((request, response) => {
    if (request.url === "/page") response.setHeader("content-security-policy", "default-src 'self'");
    if (request.url === "/begun") response.write("Mina");
    if (request.url === "/busy" || request.url === "/begun") answerBusy(request.headers);
    if (request.url === "/moved") {
      answerBusy(request.headers);
      response.statusCode = 307;
    } else if (request.url !== "/page" && request.url !== "/json") response.statusCode = 500;
    response.end(request.method);
  });
  beforeAll(async () => {
    watchIngress();
    await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  });
  afterAll(() => {
    server.close();
    env().appUrl = appUrl;
  });

  const answerOf = (path: string) =>
    new Promise<IncomingMessage>((done, fail) => {
      const { port } = server.address() as AddressInfo;
      ask({ port, path, host: "127.0.0.1" }, (answer) => {
        answer.resume();
        done(answer);
      })
        .on("error", fail)
        .end();
    });

  const headersOf = async (path: string) => (await answerOf(path)).headers;

  test("is 503 with Retry-After where a page found the database too busy, and otherwise unchanged", async () => {
    const told = async (path: string) => {
      const { statusCode, headers } = await answerOf(path);
      return [statusCode, headers["retry-after"]];
    };
    expect(await told("/busy")).toEqual([503, "5"]);
    expect(await told("/broken")).toEqual([500, undefined]);
    expect(await told("/moved")).toEqual([307, undefined]);
    expect(await told("/begun")).toEqual([200, undefined]);
  });

  test("has a policy that loads nothing, also when it is an error; a page has its own", async () => {
    for (const path of ["/json", "/broken"])
      expect((await headersOf(path))["content-security-policy"]).toBe(closedPolicy);
    expect((await headersOf("/page"))["content-security-policy"]).toBe("default-src 'self'");
  });

  test("over https has HSTS with subdomains, and over http does not", async () => {
    env().appUrl = "http://localhost:3000";
    expect((await headersOf("/json"))["strict-transport-security"]).toBeUndefined();
    env().appUrl = "https://shop.example";
    for (const path of ["/json", "/broken", "/page"])
      expect((await headersOf(path))["strict-transport-security"]).toBe(
        "max-age=31536000; includeSubDomains",
      );
  });
});
