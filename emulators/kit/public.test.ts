import { Hono } from "hono";
import { expect, test } from "vitest";
import { startStripeEmulator } from "../stripe";
import { startTossEmulator } from "../toss";
import { underPath } from "./public";

const publicUrl = "https://demo.example/emulators/toss";

const page = `<link href="/assets/style.css"><script src="/assets/window.js"></script><form action="/v1/x">
<section data-status="/v1/x/status"><a href="https://demo.example/cart">x</a><a href="//elsewhere.example/">x</a>
<p>&quot; href=&quot;/left&quot;</p></section></form>`;

const pages = (at: string | undefined) =>
  new Hono()
    .use(underPath(at))
    .get("/page", (c) => c.html(page, 201))
    .get("/script", (c) => c.body(page, 200, { "content-type": "text/javascript" }))
    .get("/on", (c) => c.redirect("/v1/x", 303))
    .get("/away", (c) => c.redirect("https://demo.example/success", 303));

test("below a path, root links, forms and redirects keep the path; others are unchanged", async () => {
  const app = pages(publicUrl);
  const answer = await app.request("/page");
  expect(answer.status).toBe(201);
  expect(await answer.text()).toBe(page.replaceAll(/="\/(?=assets|v1)/g, '="/emulators/toss/'));
  expect(await (await app.request("/script")).text()).toBe(page);
  expect((await app.request("/on")).headers.get("location")).toBe("/emulators/toss/v1/x");
  expect((await app.request("/away")).headers.get("location")).toBe("https://demo.example/success");
});

test("without a public URL, nothing is changed", async () => {
  const app = pages(undefined);
  expect(await (await app.request("/page")).text()).toBe(page);
  expect((await app.request("/on")).headers.get("location")).toBe("/v1/x");
});

test.each([
  ["toss", startTossEmulator],
  ["stripe", startStripeEmulator],
] as const)("%s reports its public URL", async (name, startEmulator) => {
  const emulator = await startEmulator({ data: ":memory:", publicUrl });
  const health = await fetch(`${emulator.url}/_control/health`).then((answer) => answer.json());
  await emulator.close();
  expect(health).toEqual({ name: `twotrack-${name}-emulator`, ok: true, public_url: publicUrl });
});
