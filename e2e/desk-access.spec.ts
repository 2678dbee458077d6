import { readdirSync } from "node:fs";
import { join } from "node:path";
import type { APIRequestContext } from "playwright/test";
import { deskOperations } from "@/lib/contracts/desk";
import { deskPages } from "@/lib/contracts/desk/pages";
import { abilities, mayDo, type Role, roles } from "@/lib/contracts/roles";
import { expect, test } from "./fixtures";
import { byManager, hire, type Member, send } from "./kit/desk";
import type { World } from "./world";

// Every page, operation and other route of the desk, from lists that are compared with the files, so that a new one
// cannot be forgotten.

/** Routes that are neither a page nor an operation, and the ability each requires. */
const otherRoutes = {
  "/admin/orders.csv": "orders:read",
  "/admin/parcels.csv": "parcels:export",
  "/admin/settlements.csv": "orders:export",
  "/admin/settlements.xlsx": "orders:export",
} as const;

/** A catch-all that answers 404, and redirects to pages that check the session themselves. */
const noRoutes = ["/admin/api/[...nothing]", "/admin/orders/search", "/admin/audit/search"];

const nameOf = (path: string) => path.slice("/admin/api/".length);
const addressOf = (page: string) =>
  page.replace("[number]", "ORD-20260101-AAAAAA").replace("[id]", "in_none");

const folders = (of: "page.tsx" | "route.ts", folder = "app/admin"): string[] =>
  readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    if (entry.isDirectory()) return folders(of, join(folder, entry.name));
    return entry.name === of ? [folder.replace(/^app/, "").replaceAll(/\/\([\w-]+\)/g, "")] : [];
  });

test("the lists that the tests below use name every page and route of the desk", () => {
  const signedOut = ["/admin/sign-in", "/admin/second-factor", "/admin/password"];
  expect(folders("page.tsx").toSorted()).toEqual([...Object.keys(deskPages), ...signedOut].toSorted());
  const known = [...deskOperations.map(({ path }) => path), ...Object.keys(otherRoutes), ...noRoutes];
  expect(folders("route.ts").toSorted()).toEqual(known.toSorted());
});

test("nobody sees a page or does anything without signing in", async ({ playwright, world }) => {
  const request = await playwright.request.newContext();
  for (const page of Object.keys(deskPages)) {
    const answer = await request.get(world.apps[0].url + addressOf(page), { maxRedirects: 0 });
    expect([page, answer.status(), answer.headers().location]).toEqual([page, 307, "/admin/sign-in"]);
  }
  for (const { path, ability } of deskOperations) {
    if (ability === "anybody") continue;
    const answer = await send(request, world.apps[0], nameOf(path), {});
    expect([path, answer.status(), (await answer.json()).code]).toEqual([path, 401, "unauthorized"]);
  }
  for (const route of Object.keys(otherRoutes))
    expect((await request.get(world.apps[0].url + route)).status()).toBe(401);
  await request.dispose();
});

for (const role of roles)
  test(`the server refuses a ${role} what needs a higher role, and allows the rest`, async ({
    playwright,
    world,
  }) => {
    const request = await playwright.request.newContext();
    await hire(world, role, request);
    for (const [page, needed] of Object.entries(deskPages)) {
      const may = needed === "signed_in" || mayDo(role, needed);
      const answer = await request.get(world.apps[0].url + addressOf(page), { maxRedirects: 0 });
      const expected = may ? (page.includes("[") ? 404 : 200) : 403;
      expect([page, answer.status()]).toEqual([page, expected]);
    }
    for (const { path, ability } of deskOperations) {
      if (ability === "anybody" || ability === "signed_in") continue;
      const answer = await send(request, world.apps[0], nameOf(path), { no: "such field" });
      // With the ability, the answer says what is wrong with the request; without it, only that it is forbidden.
      const expected = mayDo(role, ability) ? [400, "invalid_request"] : [403, "forbidden"];
      expect([path, answer.status(), (await answer.json()).code]).toEqual([path, ...expected]);
    }
    await request.dispose();
  });

test("a form on another site's page is refused, although the browser sends the session cookie", async ({
  playwright,
  world,
}) => {
  const request = await playwright.request.newContext();
  await hire(world, "manager", request);
  for (const { path } of deskOperations)
    for (const origin of ["https://evil.example", "null", ""]) {
      const answer = await send(request, world.apps[0], nameOf(path), {}, { origin });
      expect([path, origin, answer.status(), (await answer.json()).code]).toEqual([
        path,
        origin,
        403,
        "origin_not_allowed",
      ]);
    }
  await request.dispose();
});

test("a session opens nothing after signing out, after the account is closed, or a day later", {
  tag: "@rows",
}, async ({ playwright, openWorld }) => {
  const world = await openWorld();
  const boss = await playwright.request.newContext();
  await hire(world, "manager", boss, "미호");
  const ends: ((request: APIRequestContext, member: Member) => Promise<unknown>)[] = [
    (request) => send(request, world.apps[0], "sign-out", {}),
    (_, { id }) => send(boss, world.apps[0], "staff/change", { id, disabled: true }),
    (_, { id }) => send(boss, world.apps[0], "staff/reset", { id }),
    () => world.letPass(13 * 3_600_000),
  ];
  for (const end of ends) {
    const request = await playwright.request.newContext();
    const member = await hire(world, "manager", request);
    const { cookies } = await request.storageState();
    expect(await seesStaff(world, cookies)).toBe(200);
    await end(request, member);
    // With the earlier cookie, even though the browser was told to delete it.
    expect(await seesStaff(world, cookies)).toBe(307);
    await request.dispose();
  }
  await boss.dispose();
});

const seesStaff = async ({ apps: [app] }: World, cookies: { name: string; value: string }[]) => {
  const cookie = cookies.map(({ name, value }) => `${name}=${value}`).join("; ");
  return (await fetch(`${app.url}/admin/staff`, { headers: { cookie }, redirect: "manual" })).status;
};

test("an API key that is revoked or lacks the scope opens nothing", { tag: "@rows" }, async ({
  playwright,
  world,
}) => {
  const request = await playwright.request.newContext();
  await hire(world, "manager", request);
  const app = world.apps[0];
  const make = async (...scopes: string[]) =>
    (await send(request, app, "keys/add", { name: "Back office", scopes })).json();
  const refund = async ({ key }: { key: string }) => {
    const data = { order_number: "ORD-20260101-AAAAAA", reason: "Too small" };
    const options = { data, headers: { authorization: `Bearer ${key}`, "idempotency-key": "k" } };
    return (await (await request.post(`${app.url}/payments/toss/cancel`, options)).json()).code;
  };
  // The shop has another manager, who must confirm keys that can refund.
  await byManager(world, "keys/add", { name: "Warehouse", scopes: ["orders:read"] });
  const reads = await make("orders:read");
  const writes = await make("refunds:write");
  expect(await refund(reads)).toBe("forbidden");
  expect(await refund(writes)).toBe("forbidden");
  await byManager(world, "keys/confirm", { id: writes.id });
  expect(await refund(writes)).toBe("order_not_found");
  expect((await send(request, app, "keys/revoke", { id: writes.id })).status()).toBe(200);
  expect(await refund(writes)).toBe("unauthorized");
  await request.dispose();
});

test("each role can do more than the one below it, and every ability belongs to a role", () => {
  for (const ability of Object.keys(abilities) as (keyof typeof abilities)[]) {
    const may = roles.map((role: Role) => mayDo(role, ability));
    expect(may).toEqual([...may].sort((a, b) => Number(a) - Number(b)));
    expect(may.at(-1)).toBe(true);
  }
});
