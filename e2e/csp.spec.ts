import type { Browser, Page } from "playwright/test";
import { expect, test } from "./fixtures";

/** A page of the shop with injected HTML; its headers are the shop's own. */
async function withInjected(browser: Browser, url: string, html: string) {
  const page = await browser.newPage();
  const reached: string[] = [];
  const stopped: string[] = [];
  await page.exposeFunction("tellStopped", (what: string) => stopped.push(what));
  await page.addInitScript(() =>
    addEventListener("securitypolicyviolation", (event) =>
      (window as unknown as { tellStopped(what: string): void }).tellStopped(event.effectiveDirective),
    ),
  );
  // What the browser blocks itself never arrives here.
  await page.route("https://evil.example/**", (route) => {
    reached.push(route.request().url());
    return route.fulfill({ body: "document.title = 'stolen'", contentType: "text/javascript" });
  });
  await page.route(url, async (route) => {
    const response = await route.fetch();
    await route.fulfill({ response, body: (await response.text()).replace("</main>", `${html}</main>`) });
  });
  await page.goto(url);
  return { page, stopped, reached };
}

const title = (page: Page) => page.title();

test.describe("content injected into a page does nothing", { tag: "@page" }, () => {
  const injections = [
    ["a script in its text", "<script>document.title = 'stolen'</script>", "script-src-elem"],
    [
      "a script with a made-up nonce",
      "<script nonce='bm9uY2U='>document.title = 'stolen'</script>",
      "script-src-elem",
    ],
    ["a script from elsewhere", "<script src='https://evil.example/x.js'></script>", "script-src-elem"],
    [
      "a script in an attribute",
      "<img src='/icon.svg' onload=\"document.title = 'stolen'\">",
      "script-src-attr",
    ],
    ["a page from elsewhere in a frame", "<iframe src='https://evil.example/'></iframe>", "frame-src"],
    ["a picture from elsewhere", "<img src='https://evil.example/x.png'>", "img-src"],
    [
      "a style sheet from elsewhere",
      "<link rel='stylesheet' href='https://evil.example/x.css'>",
      "style-src-elem",
    ],
    ["another base for its links", "<base href='https://evil.example/'>", "base-uri"],
    ["an object", "<object data='https://evil.example/x'></object>", "object-src"],
  ] as const;

  for (const [what, html, directive] of injections)
    test(what, async ({ browser, world }) => {
      const { page, stopped, reached } = await withInjected(browser, `${world.apps[0].url}/`, html);
      await expect.poll(() => stopped).toContain(directive);
      expect(reached).toEqual([]);
      expect(await title(page)).not.toBe("stolen");
      await page.close();
    });

  test("an injected form or request to another site is blocked", async ({ browser, world }) => {
    const url = `${world.apps[0].url}/`;
    const { page, stopped, reached } = await withInjected(browser, url, "");
    await page.evaluate(() => {
      const form = Object.assign(document.createElement("form"), { action: "https://evil.example/" });
      document.body.append(form);
      form.submit();
    });
    await expect.poll(() => stopped).toContain("form-action");
    const called = page.evaluate(() =>
      fetch("https://evil.example/").then(
        () => "called",
        () => "stopped",
      ),
    );
    expect(await called).toBe("stopped");
    await expect.poll(() => stopped).toContain("connect-src");
    expect(reached).toEqual([]);
    expect(page.url()).toBe(url);
    await page.close();
  });
});

test("a name that is a script is shown as typed, and never runs @page", async ({ page, shopper }) => {
  const name = "</script><script>document.title='stolen'</script>";
  const made = await shopper.request.post("/orders", {
    data: {
      items: [{ sku: "TEE-COOL", quantity: 1 }],
      customer: { name, email: "mina@example.com", phone: "01012345678" },
      currency: "KRW",
    },
  });
  const { order_number } = await made.json();
  await page.context().addCookies((await shopper.request.storageState()).cookies);
  await page.goto(`/orders/${order_number}`);
  await expect(page.getByText(order_number).first()).toBeVisible();
  expect(await title(page)).not.toBe("stolen");
});

test("no other site can show the shop in a frame @page", async ({ browser, world }) => {
  const page = await browser.newPage();
  await page.setContent(`<iframe src="${world.apps[0].url}/checkout"></iframe>`);
  const frame = page.frames()[1];
  await frame?.waitForLoadState();
  expect(frame?.url()).toMatch(/^chrome-error:/);
  await page.close();
});

const pages = [
  "/",
  "/products/cool-t-shirt",
  "/cart",
  "/checkout",
  "/success",
  "/fail",
  "/orders/find",
  "/orders/ORD-20261121-ZZZZZZ",
  "/terms",
  "/nothing.html",
  "/a.b/c",
];

test("every page has a policy with its own nonce, and every response has the security headers", async ({
  request,
}) => {
  const nonces = new Set<string>();
  for (const path of pages) {
    const headers = (await request.get(path, { maxRedirects: 0 })).headers();
    const [, nonce] =
      /script-src 'self' 'nonce-([\w+/]{22}==)' 'strict-dynamic';/.exec(
        headers["content-security-policy"] ?? "",
      ) ?? [];
    expect(nonce, path).toBeTruthy();
    nonces.add(nonce ?? "");
    expect(headers["content-security-policy"], path).not.toMatch(
      /unsafe-eval|script-src[^;]*unsafe-inline|https:\/\/\*(;| )/,
    );
    expect(headers["content-security-policy"], path).toContain("frame-ancestors 'none'");
  }
  expect(nonces.size).toBe(pages.length);

  const others = [
    "/payments/status",
    "/orders",
    "/healthz",
    "/openapi.json",
    "/icon.svg",
    "/products/dawn-mug.svg",
  ];
  for (const path of [...pages, ...others]) {
    const headers = (await request.get(path, { maxRedirects: 0 })).headers();
    expect(headers, path).toMatchObject({
      "x-content-type-options": "nosniff",
      "referrer-policy": "strict-origin-when-cross-origin",
      "cross-origin-opener-policy": "same-origin-allow-popups",
      "permissions-policy": expect.stringContaining("camera=()"),
    });
    expect(headers, path).not.toHaveProperty("x-powered-by");
    // Over http neither may be sent: a browser would lock itself out.
    expect(headers, path).not.toHaveProperty("strict-transport-security");
    expect(headers["content-security-policy"] ?? "", path).not.toContain("upgrade-insecure-requests");
  }
  for (const path of [...others, "/payments/nothing", "/_next/nothing"])
    expect((await request.get(path)).headers(), path).toMatchObject({
      "content-security-policy":
        "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
    });
});

test("a shop with https says so, allows its real gateway, and keeps its cookies to its own host", async ({
  openWorld,
  newShopper,
}) => {
  const world = await openWorld({
    env: {
      APP_URL: "https://shop.example",
      TWOTRACK_DEMO: "1",
      TOSS_SDK_URL: "https://js.tosspayments.com/v2/standard",
      STRIPE_SCRIPT_URL: "https://js.stripe.com/endive/stripe.js",
    },
  });
  const { request } = await newShopper(world);
  const headers = (await request.get("/")).headers();
  expect(headers["strict-transport-security"]).toBe("max-age=31536000; includeSubDomains");
  const policy = headers["content-security-policy"] ?? "";
  for (const said of [
    "report-to policy",
    "upgrade-insecure-requests",
    "connect-src 'self' https://*.tosspayments.com https://api.stripe.com;",
    "frame-src https: https://js.stripe.com https://*.js.stripe.com https://hooks.stripe.com;",
  ])
    expect(policy).toContain(said);
  const ordered = await request.post("/orders", {
    data: {
      items: [{ sku: "TEE-COOL", quantity: 1 }],
      customer: { name: "미나", email: "mina@example.com", phone: "01012345678" },
      currency: "KRW",
    },
    headers: { origin: "https://shop.example" },
  });
  const cookies = ordered.headersArray().filter(({ name }) => name.toLowerCase() === "set-cookie");
  expect(cookies.map(({ value }) => value.split("=")[0])).toContain("__Host-twotrack_orders");
  for (const { value } of cookies) expect(value).toMatch(/^__Host-.*; HttpOnly; SameSite=Lax; Secure$/);
});

test("a shop without Stripe does not mention Stripe, and offers no other currency", async ({
  openWorld,
  newShopper,
}) => {
  const world = await openWorld({
    env: {
      APP_URL: "https://shop.example",
      SESSION_SECRET: "a secret that only this story's shop keeps",
      TOSS_WIDGET_CLIENT_KEY: "test_gck_emulator_widget0000000000",
      TOSS_WIDGET_SECRET_KEY: "test_gsk_emulator_widget0000000000",
    },
  });
  const { request } = await newShopper(world);
  for (const headers of [{}, { cookie: "currency=USD" }, { "accept-language": "en" }]) {
    const page = await request.get("/", { headers });
    expect(page.headers()["content-security-policy"]).not.toContain("stripe");
    const text = await page.text();
    expect(text).toMatch(/29,000/);
    expect(text).not.toMatch(/\/currency|\$22\.00|stripe/i);
  }
});

test("pages accept GET and HEAD only, and a POST never reaches the program behind them", async ({
  request,
  baseURL,
}) => {
  const posts: [headers: Record<string, string>, data: string | Buffer][] = [
    [{ "content-type": "multipart/form-data; boundary=x" }, "--x\r\nbroken"],
    [{ "content-type": "text/plain", "next-action": "__proto__" }, "[]"],
    [{ "content-type": "application/x-www-form-urlencoded", origin: "::::" }, "$ACTION_REF_1=x"],
  ];
  for (const path of ["/", "/orders/find", "/checkout", "/nothing-here"])
    for (const [headers, data] of posts) {
      const response = await request.post(path, { data, headers: { origin: baseURL ?? "", ...headers } });
      expect(response.status(), path).toBe(405);
      expect(response.headers().allow).toBe("GET, HEAD");
    }
});

test("malformed addresses, headers and cookies are answered, and nothing breaks", async ({
  request,
  world,
}) => {
  const paths = [
    "/orders/%00",
    "/orders/%ff",
    `/orders/${"a".repeat(7_000)}`,
    "/products/%00",
    "/products/__proto__",
    "/products/constructor",
    "/success?order_number[]=1",
    "/success?order_number=%00",
    "/success?order_number=a&order_number=b",
    "/fail?code=__proto__",
    "/fail?code=constructor&code=x",
    "/fail?order_number=%E0%A4%A",
    "/%E0%A4%A",
    "/orders/find?_rsc=1",
    "/?_rsc=x",
    "/payments/status/x",
    "/payments/%ff",
    "/webhooks/%E0%A4%A",
    "/admin/api/%ff",
    "/payments/toss/success?paymentKey=%00&orderId=abcdef-1&amount=1",
    "/payments/toss/fail?code=%00&orderId=%ff",
    "/_next/image?url=/x&w=1&q=1",
  ];
  for (const path of paths) expect((await request.get(path)).status(), path).toBeLessThan(500);

  const headers: Record<string, string>[] = [
    { cookie: `twotrack_orders=${"x".repeat(8_000)}` },
    { cookie: `twotrack_orders=${".~".repeat(3_900)}; twotrack_returned=~~~~~; locale=__proto__` },
    { cookie: `twotrack_orders=${Array.from({ length: 700 }, (_, n) => `ord_${n}~x`).join(".")}` },
    { cookie: "=; ;;; a=b=c; locale=%zz; %00=1; __proto__=1" },
    { "x-big": "x".repeat(15_000) },
    { "x-big": "x".repeat(70_000) },
    { "accept-language": `ko;q=${"9".repeat(5_000)}${",".repeat(5_000)}` },
    { "x-middleware-subrequest": "proxy:proxy:proxy", "x-middleware-override-headers": "cookie" },
    { rsc: "1", "next-router-state-tree": "garbage%%" },
    { rsc: "1", "next-router-prefetch": "9", "next-router-segment-prefetch": "/__proto__" },
    {
      "x-forwarded-host": "a b\\c",
      "x-forwarded-proto": "gopher",
      "x-forwarded-port": "abc",
      "x-forwarded-for": ",,[::,%",
    },
    { "order-token": "\u00ff", "x-request-id": "../../etc", "idempotency-key": "__proto__" },
  ];
  for (const header of headers)
    for (const path of [
      "/",
      "/orders/ORD-20261121-ZZZZZZ",
      "/payments/status?order_number=ORD-20261121-ZZZZZZ",
    ]) {
      const response = await fetch(world.apps[0].url + path, { headers: header, redirect: "manual" });
      expect(response.status, JSON.stringify(header).slice(0, 80)).toBeLessThan(500);
    }
});
