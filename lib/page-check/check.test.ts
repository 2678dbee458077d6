import { createHash } from "node:crypto";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { pageCheckOf } from "@/db/page-checks";
import { db } from "@/db/store";
import { now } from "../clock";
import { parseEnv } from "../settings/env";
import { checkPages, shopperPages } from "./check";
import { headerFaults } from "./headers";
import { isListedInline } from "./inventory";
import { checkAndKeep } from "./nightly";

const shop = parseEnv({
  TOSS_WIDGET_CLIENT_KEY: "test_gck_docs_1234567890",
  TOSS_WIDGET_SECRET_KEY: "test_gsk_docs_1234567890",
  APP_URL: "https://shop.example",
});
const chunk = "/_next/static/chunks/0a1b2c.js";

type Page = { path: string; html: string; headers: Record<string, string>; file: string };

/** A shop whose responses are correct, except for what `wrong` changes. */
async function aShop(wrong: (page: Page, nonce: string) => void = () => {}) {
  let count = 0;
  const server = createServer(({ url = "/" }, response) => answer(url, response));
  function answer(path: string, response: ServerResponse) {
    const nonce = `nonce-of-page-${count++}`;
    const page: Page = {
      path,
      html:
        `<!DOCTYPE html><html><head><script src="${chunk}" async="" nonce="${nonce}"></script></head>` +
        `<body><a href="/products/tee">Tee</a><script nonce="${nonce}">(self.__next_f=self.__next_f||[]).push([0])</script>` +
        `<script nonce="${nonce}">self.__next_f.push([1,"{\\"sdkUrl\\":\\"https://js.tosspayments.com/v2/standard\\"}"])</script>` +
        '<script type="application/ld+json">{"a":1}</script></body></html>',
      headers: {
        "content-type": "text/html; charset=utf-8",
        "content-security-policy": policyWith(nonce),
        "x-content-type-options": "nosniff",
        "referrer-policy": "strict-origin-when-cross-origin",
        "cross-origin-opener-policy": "same-origin-allow-popups",
        "permissions-policy": "camera=(), microphone=()",
      },
      file: "console.log(1)",
    };
    wrong(page, nonce);
    if (path.startsWith("/_next/")) response.end(page.file);
    else response.writeHead(200, page.headers).end(page.html);
  }
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => new Promise<void>((resolve) => server.close(() => resolve())));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

const policyWith = (nonce: string) =>
  [
    "default-src 'self'",
    `script-src 'self' 'nonce-${nonce}' 'strict-dynamic'`,
    "script-src-attr 'none'",
    "style-src 'self' 'unsafe-inline'",
    "img-src 'self' data: https://*.tosspayments.com",
    "font-src 'self' data:",
    "connect-src 'self' https://*.tosspayments.com https://api.stripe.com",
    "frame-src https: https://js.stripe.com",
    "form-action 'self' https://*.tosspayments.com",
    "worker-src 'none'",
    "base-uri 'none'",
    "object-src 'none'",
    "frame-ancestors 'none'",
  ].join("; ");

const differences = async (wrong?: Parameters<typeof aShop>[0], before: string[] = []) =>
  (await checkPages(await aShop(wrong), shop, { buildFolder: undefined, before })).differences;

test("a correct shop has no differences, and its scripts are listed", async () => {
  const found = await checkPages(await aShop(), shop, { buildFolder: undefined });
  expect(found.differences).toEqual([]);
  const hash = createHash("sha256").update("console.log(1)").digest("base64");
  expect(found.scripts).toEqual([
    `${chunk} sha256-${hash}`,
    "https://js.tosspayments.com/v2/standard",
    "inline:next",
  ]);
});

const into = (html: string) => (page: Page, nonce: string) => {
  page.html = page.html.replace("</body>", `${html.replace("NONCE", nonce)}</body>`);
};
const policy = (from: string | RegExp, to: string) => (page: Page) => {
  const name = "content-security-policy";
  page.headers[name] = (page.headers[name] ?? "").replace(from, to);
};

test.each<[what: string, wrong: (page: Page, nonce: string) => void, told: RegExp]>([
  [
    "a script of a stranger's",
    into('<script src="https://evil.example/x.js" nonce="NONCE"></script>'),
    /evil\.example.*not listed/,
  ],
  [
    "an inline script",
    into('<script nonce="NONCE">fetch("//evil.example")</script>'),
    /carries a script that is not listed/,
  ],
  [
    "one that begins like Next's",
    into('<script nonce="NONCE">self.__next_f.push([1,""]);alert(1)</script>'),
    /not listed/,
  ],
  [
    "a script without the nonce",
    into('<script>self.__next_f.push([1,""])</script>'),
    /has not the page's nonce/,
  ],
  ["a handler", into('<img src="x" onerror="alert(1)">'), /<img> with a handler/],
  ["a javascript: address", into('<a href="javascript:alert(1)">x</a>'), /javascript: address/],
  ["a frame", into('<iframe src="https://evil.example"></iframe>'), /carries <iframe>/],
  ["a base", into('<base href="https://evil.example/">'), /carries <base>/],
  [
    "a file elsewhere on the shop",
    into('<script src="/uploads/x.js" nonce="NONCE"></script>'),
    /\/uploads\/x\.js, which is not listed/,
  ],
  [
    "another SDK",
    (page) => {
      page.html = page.html.replace("js.tosspayments.com/v2", "js.toss-payments.com/v2");
    },
    /toss-payments.*not listed/,
  ],
  [
    "no policy",
    (page) => {
      delete page.headers["content-security-policy"];
    },
    /content-security-policy is missing/,
  ],
  ["eval", policy("'strict-dynamic'", "'strict-dynamic' 'unsafe-eval'"), /script-src is not/],
  [
    "calls to a stranger",
    policy("connect-src 'self'", "connect-src 'self' https://evil.example"),
    /connect-src allows https:\/\/evil/,
  ],
  ["framing", policy("frame-ancestors 'none'", "frame-ancestors *"), /frame-ancestors is not/],
  ["one nonce for all pages", policy(/nonce-of-page-\d+/, "of-all"), /used before/],
  [
    "sniffing",
    (page) => {
      delete page.headers["x-content-type-options"];
    },
    /x-content-type-options is missing/,
  ],
  [
    "CORS",
    (page) => {
      page.headers["access-control-allow-origin"] = "*";
    },
    /access-control-allow-origin is sent/,
  ],
])("%s is reported", async (_what, wrong, told) => {
  expect((await differences(wrong)).join("\n")).toMatch(told);
});

test("a file that changes under its name is reported, and stays reported", async () => {
  const origin = await aShop();
  const { scripts } = await checkPages(origin, shop, { buildFolder: undefined });
  const altered = await aShop((page) => {
    page.file = "console.log(2)";
  });
  const found = await checkPages(altered, shop, { buildFolder: undefined, before: scripts });
  expect(found.differences).toEqual([`${chunk}: is another file than before under the same name`]);
  expect(found.scripts).toEqual(scripts);
});

test("a file that is not the build's is reported, and one that is is not", async () => {
  const buildFolder = mkdtempSync(join(tmpdir(), "build-"));
  onTestFinished(() => rmSync(buildFolder, { recursive: true }));
  const origin = await aShop();
  const file = join(buildFolder, chunk.replace("/_next/", ""));
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, "console.log(1)");
  expect((await checkPages(origin, shop, { buildFolder })).differences).toEqual([]);
  const wrong = [`${chunk}: is not the file of the build`];
  writeFileSync(file, "console.log(2)");
  expect((await checkPages(origin, shop, { buildFolder })).differences).toEqual(wrong);
  rmSync(file);
  expect((await checkPages(origin, shop, { buildFolder })).differences).toEqual(wrong);
});

/** The streaming functions this version of Next writes into pages, each with the start of a call. */
function streamingFunctions() {
  const file = "node_modules/next/dist/compiled/react-dom/cjs/react-dom-server.node.production.js";
  const texts = readFileSync(file, "utf8").matchAll(/'(\$R[BSX]=(?:[^'\\]|\\.)*)'/g);
  return [...texts].map(([, text = ""]) => text.replaceAll("\\n", "\n").replace(/\$R[A-Z]\("$/, ""));
}

test("what Next streams is listed, and nothing that only begins or ends like it", () => {
  const written = streamingFunctions();
  expect(written.length).toBeGreaterThanOrEqual(3);
  for (const functions of written) {
    expect(isListedInline(`${functions}$RC("B:0","S:0")`)).toBe(true);
    expect(isListedInline(`${functions}alert(1);$RC("B:0","S:0")`)).toBe(false);
    expect(isListedInline(`${functions}$RC("B:0","S:0");alert(1)`)).toBe(false);
  }
  expect(isListedInline('$RC("B:1","S:1")')).toBe(true);
  expect(isListedInline('$RC=[];alert(1);$RC("B:1","S:1")')).toBe(false);
  expect(isListedInline("$RX=alert(1)")).toBe(false);
});

test.each<[header: string | undefined, faults: string[]]>([
  ["max-age=31536000; includeSubDomains", []],
  ["max-age=31536000", ["strict-transport-security leaves out hosts below the shop's"]],
  ["max-age=3600; includeSubDomains", ["strict-transport-security is missing, or below a year"]],
  [
    undefined,
    [
      "strict-transport-security is missing, or below a year",
      "strict-transport-security leaves out hosts below the shop's",
    ],
  ],
])("a shop with https that sends %s as HSTS", (header, faults) => {
  const headers = new Headers(header === undefined ? {} : { "strict-transport-security": header });
  const ofHsts = (fault: string) => fault.startsWith("strict-transport-security");
  expect(headerFaults(headers, true, []).filter(ofHsts)).toEqual(faults);
  expect(headerFaults(headers, false, []).filter(ofHsts)).toEqual([]);
});

test("findings are stored, with the time since when something differs", async () => {
  const origin = await aShop(into("<iframe></iframe>"));
  const first = now();
  await checkAndKeep(origin, first);
  await checkAndKeep(origin, new Date(first.getTime() + 1_000));
  const kept = await pageCheckOf(db, origin);
  expect(kept).toMatchObject({ differsSince: first });
  expect(kept?.differences.join("\n")).toContain("carries <iframe>");
});

test("a shop that does not answer is a difference, not silence", async () => {
  const found = await checkPages("http://127.0.0.1:9", shop, { buildFolder: undefined });
  expect(found.differences).toContainEqual(expect.stringMatching(/^\/checkout: no answer/));
});

test("every page of the shop is checked", () => {
  const pages = readdirSync("app/(shop)", { recursive: true, encoding: "utf8" })
    .filter((path) => /(^|\/)page\.tsx$/.test(path))
    .map((path) => `/${path.replace(/\/?page\.tsx$/, "")}`)
    .filter((path) => !path.includes("["));
  expect(shopperPages.toSorted()).toEqual(pages.toSorted());
});
