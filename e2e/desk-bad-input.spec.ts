import type { APIRequestContext } from "playwright/test";
import type { DeskInput, DeskPath } from "@/components/desk/api";
import { deskOperations } from "@/lib/contracts/desk";
import { sampleSheet } from "@/lib/shop/shop";
import { expect, test } from "./fixtures";
import { badInputs } from "./kit/bad-input";
import { hire } from "./kit/desk";
import type { World } from "./world";

// Whatever a staff member's browser sends, the answer says what is wrong, and nothing is half done.

/** A valid request for each operation, about objects that do not exist. The type requires every operation. */
const examples: { [P in DeskPath]: DeskInput<P> } = {
  "/admin/api/sign-in": { email: "nobody@shop.example", password: "not a password" },
  "/admin/api/second-factor": { code: "123456" },
  "/admin/api/sign-out": {},
  "/admin/api/doctor": {},
  "/admin/api/password": { current_password: "not the password", new_password: "a password of her own" },
  "/admin/api/second-factor/begin": { password: "not the password" },
  "/admin/api/second-factor/finish": { code: "123456" },
  "/admin/api/second-factor/end": { password: "not the password", code: "123456" },
  "/admin/api/second-factor/recovery-codes": { password: "not the password" },
  "/admin/api/sessions/left": {},
  "/admin/api/sessions/end": { session: "none", password: "not the password" },
  "/admin/api/staff/add": { name: "Sora", email: "sora@shop.example", role: "viewer" },
  "/admin/api/staff/change": { id: "none", role: "viewer" },
  "/admin/api/staff/reset": { id: "none" },
  "/admin/api/staff/remove-factor": { id: "none" },
  "/admin/api/keys/confirm": { id: "none" },
  "/admin/api/keys/add": { name: "Back office", scopes: ["orders:read"] },
  "/admin/api/keys/revoke": { id: "none" },
  "/admin/api/products/save": {
    sku: "TEA-GREEN",
    slug: "green-tea",
    name_ko: "녹차",
    name_en: "Green tea",
    description_ko: "보성에서 딴 첫 잎이에요.",
    description_en: "The first leaves of Boseong.",
    price_krw: 12_000,
    price_usd: 900,
    tax_class: "taxable",
    stock: 3,
    image: "/products/green-tea.webp",
    position: 9,
    active: false,
    stock_before: 3,
  },
  "/admin/api/shop/save": { ...sampleSheet(), version: 99 },
  "/admin/api/shop/logo": { file: Buffer.from("GIF89a").toString("base64") },
  "/admin/api/webhooks/add": { url: "https://shop.example/webhooks", events: ["order.paid"] },
  "/admin/api/webhooks/rotate": { id: "none" },
  "/admin/api/webhooks/switch": { id: "none", on: false },
  "/admin/api/webhooks/remove": { id: "none" },
  "/admin/api/webhooks/test": { id: "none" },
  "/admin/api/webhooks/resend": { message: "none" },
  "/admin/api/refunds": { payment: "none", amount: 1, expected_left: 1, reason: "Too small" },
  "/admin/api/refunds/approve": { refund: "none" },
  "/admin/api/refunds/reject": { refund: "none", why: "No" },
  "/admin/api/refunds/withdraw": { refund: "none" },
  "/admin/api/payments/acquire": { payment: "none" },
  "/admin/api/payments/receipt": {
    payment: "none",
    type: "income_deduction",
    registration_number: "01012345678",
  },
  "/admin/api/payments/capture": { payment: "none", amount: 1 },
  "/admin/api/payments/void": { payment: "none", reason: "Too small" },
  "/admin/api/review/accept": { payment: "none", why: "It is right" },
  "/admin/api/review/return": { payment: "none", why: "It is wrong" },
  "/admin/api/needs/resolve": { need: "none", note: "Looked" },
  "/admin/api/calls/ask-again": { call: "none" },
  "/admin/api/calls/give-up": { call: "none", why: "Looked" },
  "/admin/api/orders/note": { order: "none", note: "Called" },
  "/admin/api/letters/resend": { letter: "none" },
  "/admin/api/orders/restock": { order: "none", lines: [{ sku: "TEE-COOL", quantity: 1 }] },
  "/admin/api/orders/ship": { order: "none", shipped: true },
  "/admin/api/slow-down": { on: false },
  "/admin/api/payments/look": { order_number: "ORD-20260101-AAAAAA" },
  "/admin/api/settlements/read": { from: "2026-11-01" },
  "/admin/api/settlements/accept": {
    month: "2026-11",
    difference: "0123456789abcdefghijkl",
    note: "Checked",
  },
  "/admin/api/settlements/bank": {
    account: "국민 1234",
    currency: "KRW",
    file: Buffer.from("거래일시,적요,입금액\n2026-11-02,토스페이먼츠,29000\n").toString("base64"),
  },
  "/admin/api/settlements/close": { month: "2026-11" },
  "/admin/api/orders/cancel": { order: "none", why: "x" },
  "/admin/api/cancel-requests/decline": { request: "none", answer: "It was sent off" },
  "/admin/api/inbox/work": { id: "none" },
  "/admin/api/alarms/silence": { name: "pages_differ", hours: 1 },
  "/admin/api/alarms/hear": { name: "pages_differ" },
};

/** The rows that a staff action would add to. */
const written = (world: World) =>
  world.sql(`SELECT (SELECT count(*) FROM refunds) AS refunds, (SELECT count(*) FROM calls) AS calls,
    (SELECT count(*) FROM api_keys) AS keys, (SELECT count(*) FROM audit_log) AS audit`);

const ask = (request: APIRequestContext, { apps: [app] }: World, path: string, body: string, headers = {}) =>
  request.post(app.url + path, {
    data: Buffer.from(body),
    headers: { "content-type": "application/json", origin: app.url, ...headers },
  });

test("every fault in a request is named, and nothing changes", async ({ playwright, world }) => {
  test.slow();
  const request = await playwright.request.newContext();
  await hire(world, "manager", request);
  const before = await written(world);
  for (const { path, input, maxBytes = 64 * 1024 } of deskOperations) {
    for (const { what, text, field } of badInputs(input, examples[path])) {
      // A password or a code is compared and never stored, so any characters are allowed.
      if (/password|recovery_code/.test(field) && /spaces|NUL|bell|surrogate/.test(what)) continue;
      // A file may be long.
      if (field === "file" && /characters long/.test(what)) continue;
      // Nothing may be left, in stock, of a price or for tax-free goods; delivery may be free.
      if (/^(expected_left|price_|stock|position|tax_free_amount)/.test(field) && / zero$/.test(what))
        continue;
      if (/^((return|island)_fee|fee_|free_from_|version$)/.test(field) && / zero$/.test(what)) continue;
      // A shop may have no legal text, color or logo of its own, and a legal text may be long.
      if (/^(terms|privacy|refunds)_/.test(field) && /spaces|characters long|empty/.test(what)) continue;
      if (/^(accent|file)$/.test(field) && / null$/.test(what) && path.startsWith("/admin/api/shop/"))
        continue;
      const response = await ask(request, world, path, text);
      const { code, errors } = await response.json();
      expect.soft([path, what, response.status(), code]).toEqual([path, what, 400, "invalid_request"]);
      const fields = (errors ?? []).map((error: { field: string }) => error.field);
      const isTold = fields.some((name: string) => name === field || name.startsWith(`${field}.`));
      expect.soft(isTold || field === "" || fields.includes(""), `${path}: ${what}`).toBe(true);
    }
    for (const body of ["", "{", "null", "[]", '"x"'])
      expect([path, (await ask(request, world, path, body)).status()]).toEqual([path, 400]);
    const text = await ask(request, world, path, "{}", { "content-type": "text/plain" });
    expect([path, text.status()]).toEqual([path, 415]);
    const huge = await ask(request, world, path, `{"x":"${"y".repeat(maxBytes + 1_024)}"}`);
    expect([path, huge.status()]).toEqual([path, 413]);
    for (const method of ["GET", "PUT", "PATCH", "DELETE"])
      expect((await request.fetch(world.apps[0].url + path, { method })).status()).toBe(405);
  }
  expect(await written(world)).toEqual(before);

  // Each valid request is refused with a reason, or succeeds; none fails with a 500. Sign-out comes last, since nothing
  // works after it.
  const last = "/admin/api/sign-out";
  for (const path of [
    ...deskOperations.map((it) => it.path).filter((path) => path !== last),
    last,
  ] as const) {
    const key = { "idempotency-key": crypto.randomUUID() };
    const right = await ask(request, world, path, JSON.stringify(examples[path]), key);
    expect([path, right.status() < 500]).toEqual([path, true]);
  }
  await request.dispose();
});

test("a page of the desk works with any address parameters", { tag: "@rows" }, async ({
  playwright,
  world,
}) => {
  const request = await playwright.request.newContext();
  await hire(world, "manager", request);
  const hostile = [
    "q=%00%ff",
    "status=x&gateway=x&method=x&from=x&to=9999-99-99&at=x",
    "s=%00&s=%24ba%241%2400",
    `s=${"0".repeat(4_000)}`,
    "subject=%00&subject=x",
    "q=a&q=b&status=paid&status=in_review",
    "status=held",
    "at=older.99999999999999999999.x",
    "at=newer.0.%27%20OR%201=1--",
    "at=older.999999999999999.x&needs=older.999999999999999.x",
    "from=0000-01-01&to=0001-01-01&day=0001-01-01",
    `q=${"x".repeat(5_000)}`,
    "q=%27%3BDROP%20TABLE%20orders%3B--",
    "state=x&actor=%00&subject=%00&day=2026-02-30",
    "days=-1",
    "days=1e9",
  ];
  for (const page of [
    "/admin",
    "/admin/orders",
    "/admin/waiting",
    "/admin/approvals",
    "/admin/cash-receipts",
    "/admin/inbox",
    "/admin/audit",
  ])
    for (const query of hostile) {
      const answer = await request.get(`${world.apps[0].url}${page}?${query}`);
      expect([page, query, answer.status()]).toEqual([page, query, 200]);
    }
  for (const page of [
    "/admin/orders/%00",
    "/admin/orders/x%27y",
    "/admin/inbox/%00",
    `/admin/inbox/${"x".repeat(500)}`,
  ])
    expect([page, (await request.get(world.apps[0].url + page)).status()]).toEqual([page, 404]);
  const csv = await request.get(`${world.apps[0].url}/admin/orders.csv?status=x&from=y`);
  expect([csv.status(), (await csv.json()).code]).toEqual([400, "invalid_request"]);
  await request.dispose();
});
