import { beforeEach, expect, test, vi } from "vitest";
import { POST } from "@/app/csp-reports/route";
import { watchCallers } from "../http/caller";
import { log } from "../log";
import { forgetReports } from "./csp-reports";

watchCallers();
const warned = vi.spyOn(log, "warn");
beforeEach(() => {
  warned.mockClear();
  forgetReports();
});

let callers = 0;
function nextCaller() {
  callers += 1;
  return `198.51.100.${callers}`;
}
const send = async (body: string, caller = nextCaller()) =>
  (
    await POST(
      new Request("http://localhost:3000/csp-reports", {
        method: "POST",
        body,
        headers: { "content-type": "application/csp-report", "x-twotrack-caller": caller },
      }),
    )
  ).status;
const told = () => warned.mock.calls.map(([line]) => line as unknown);

const report = (blocked: string, page = "https://shop.example/orders/ORD-20261121-AAAAAA?proof=secret") =>
  JSON.stringify({
    "csp-report": { "effective-directive": "script-src-elem", "blocked-uri": blocked, "document-uri": page },
  });

test("what a browser blocked is reported once, by its kind, without personal data", async () => {
  const stolen = report("https://evil.example/steal?card=4242");
  for (let n = 0; n < 9; n += 1) expect(await send(stolen)).toBe(204);
  expect(told()).toEqual([
    { directive: "script-src-elem", blocked: "https://evil.example", page: "/orders/…", seen: 1 },
  ]);
});

test("the Reporting API is understood too", async () => {
  const body = {
    effectiveDirective: "img-src",
    blockedURL: "inline",
    documentURL: "https://shop.example/cart",
  };
  await send(
    JSON.stringify([
      { type: "csp-violation", body },
      { type: "deprecation", body: {} },
    ]),
  );
  expect(told()).toEqual([{ directive: "img-src", blocked: "inline", page: "/cart", seen: 1 }]);
});

test.each(["", "{", "null", "[]", '{"csp-report":7}', '[{"type":7}]'])("%j is dropped", async (body) => {
  expect(await send(body)).toBe(204);
  expect(told()).toEqual([]);
});

test("the number of kinds, and of reports per address, is limited", async () => {
  for (let n = 0; n < 80; n += 1) await send(report(`https://${n}.evil.example/`), "203.0.113.77");
  expect(told()).toHaveLength(60);
  for (let n = 100; n < 300; n += 1) await send(report(`https://${n}.evil.example/`), `203.0.113.${n % 70}`);
  expect(told()).toHaveLength(200);
});

test("a report that is too large is not read", async () => {
  expect(await send(" ".repeat(17 * 1024))).toBe(413);
});
