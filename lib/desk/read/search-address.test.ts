import { describe, expect, onTestFinished, test } from "vitest";
import { POST as auditSearch } from "@/app/admin/audit/search/route";
import { POST as orderSearch } from "@/app/admin/orders/search/route";
import { GET as ordersFile } from "@/app/admin/orders.csv/route";
import { OrderFilter } from "@/lib/contracts/desk/orders";
import { env } from "@/lib/settings/env";
import { aMember } from "@/testing/desk-session";
import { wayBack } from "../staff/way-back";
import { readQuery } from "./query";
import { fromAddress, inAddress } from "./search-address";

describe("a search at the desk", () => {
  test.each([
    "mina@shop.test",
    "010-1234-5678",
    "김민아",
    "ORD-20261129-ABCDEF",
    "x".repeat(200),
    "% & + = #",
  ])("%j is read from an address that does not show it", async (q) => {
    const address = await inAddress("q", { q, status: "paid", from: "" });
    expect(Object.keys(address)).toEqual(["status", "from", "s"]);
    expect(Object.values(address).join()).not.toContain(q);
    expect(await fromAddress("q", address)).toEqual({ q, status: "paid", from: "" });
  });

  test("an empty search leaves nothing in the address", async () => {
    expect(await inAddress("q", { q: "  ", status: "" })).toEqual({ status: "" });
    expect(await inAddress("subject", { s: "x" })).toEqual({});
  });

  test("an address from an earlier release, with the search in plain text, still works", async () => {
    expect(await fromAddress("q", { q: "mina@shop.test", at: "x" })).toEqual({
      q: "mina@shop.test",
      at: "x",
    });
  });

  test("whatever is typed, the address can be sent", async () => {
    for (const q of ["x".repeat(8_000), "김".repeat(2_600), "😀".repeat(2_000)])
      expect((await inAddress("q", { q })).s?.length).toBeLessThan(8_000);
  });

  test.each(["x", "0".repeat(4_000), "$ba$1$00"])(
    "%j, which was not encrypted here, is reported and filters nothing",
    async (s) => {
      const read = await readQuery(OrderFilter, fromAddress("q", { s: [s, "y"], status: "paid" }));
      expect(read).toMatchObject({ filter: { status: "paid" }, faults: new Set(["s"]) });
    },
  );

  test("during a rotation of SESSION_SECRET, earlier addresses still work", async () => {
    const settings = env();
    const { sessionSecrets } = settings;
    onTestFinished(() => void Object.assign(settings, { sessionSecrets }));
    const old = "one secret that only this test has, of some length";
    settings.sessionSecrets = [old];
    const address = await inAddress("q", { q: "mina@shop.test" });
    const fresh = "another secret that only this test has, of some length";
    settings.sessionSecrets = [fresh, old];
    expect(await fromAddress("q", address)).toEqual({ q: "mina@shop.test" });
    settings.sessionSecrets = [fresh];
    expect(await fromAddress("q", address)).toEqual(address);
  });
});

describe("the form above a list", () => {
  const formOf = (headers: Headers, body: string) => {
    headers.set("content-type", "application/x-www-form-urlencoded");
    return new Request("http://shop.test/admin/orders/search", { method: "POST", headers, body });
  };
  const fromOwnPage = (headers = new Headers()) => {
    headers.set("origin", env().ownOrigins[0] ?? "");
    return headers;
  };
  const ledTo = ({ status, headers }: Response) => {
    expect(status).toBe(303);
    return new URL(headers.get("location") ?? "", "http://shop.test");
  };

  test("leads to the list with what was typed, and drops fields that the list does not have", async () => {
    const { browser } = await aMember("viewer");
    const body = "q=mina%40shop.test&status=paid&from=&at=x&s=x&evil=1&toString=1";
    const location = ledTo(await orderSearch(formOf(fromOwnPage(browser.headers()), body)));
    expect([location.origin, location.pathname]).toEqual(["http://shop.test", "/admin/orders"]);
    expect([...location.searchParams.keys()].toSorted()).toEqual(["s", "status"]);
    expect(location.href).not.toContain("mina");
    const read = await fromAddress("q", Object.fromEntries(location.searchParams));
    expect(read).toEqual({ q: "mina@shop.test", status: "paid" });
    const none = ledTo(await orderSearch(formOf(fromOwnPage(browser.headers()), "")));
    expect(none.href).toBe("http://shop.test/admin/orders");
  });

  test("of the audit log hides whose entries it asks for", async () => {
    const { browser } = await aMember();
    const body = "actor=visitor&subject=mina%40shop.test&day=2026-11-29";
    const location = ledTo(await auditSearch(formOf(fromOwnPage(browser.headers()), body)));
    expect([location.pathname, location.href.includes("mina")]).toEqual(["/admin/audit", false]);
    const read = await fromAddress("subject", Object.fromEntries(location.searchParams));
    expect(read).toEqual({ actor: "visitor", subject: "mina@shop.test", day: "2026-11-29" });
  });

  test("leads through sign-in to the list", async () => {
    const location = ledTo(await orderSearch(formOf(fromOwnPage(), "q=mina%40shop.test")));
    expect([location.pathname, location.href.includes("mina")]).toEqual(["/admin/sign-in", false]);
    const to = new URL(wayBack(location.searchParams.get("to")), "http://shop.test");
    expect(to.pathname).toBe("/admin/orders");
    expect(await fromAddress("q", Object.fromEntries(to.searchParams))).toEqual({ q: "mina@shop.test" });
  });

  test("refuses other sites, and bodies larger than a form", async () => {
    for (const origin of ["https://evil.example", "null"])
      expect((await orderSearch(formOf(new Headers({ origin }), "q=x"))).status).toBe(403);
    expect((await orderSearch(formOf(new Headers(), "q=x"))).status).toBe(403);
    expect((await orderSearch(formOf(fromOwnPage(), `q=${"x".repeat(9_000)}`))).status).toBe(413);
  });
});

test("does not export all orders when the search cannot be read", async () => {
  const { browser } = await aMember();
  const asks = (query: Record<string, string>) =>
    ordersFile(
      new Request(`http://shop.test/admin/orders.csv?${new URLSearchParams(query)}`, {
        headers: browser.headers(),
      }),
    );
  expect((await asks(await inAddress("q", { q: "mina@shop.test" }))).status).toBe(200);
  const unread = await asks({ s: "x" });
  expect([unread.status, (await unread.json()).errors]).toEqual([
    400,
    [{ field: "s", message: "This search can no longer be read. Search again" }],
  ]);
});
