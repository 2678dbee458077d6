import { describe, expect, test } from "vitest";
import { POST } from "@/app/admin/orders/search/route";
import { env } from "@/lib/env";
import { fromAddress, inAddress } from "./search-address";

describe("what is sought at the desk", () => {
  test.each([
    "mina@shop.test",
    "010-1234-5678",
    "김민아",
    "ORD-20261129-ABCDEF",
    "x".repeat(200),
    "% & + = #",
  ])("%j is read from an address that does not show it", async (q) => {
    const address = await inAddress({ q, status: "paid", from: "" });
    expect(address).toMatchObject({ status: "paid" });
    expect(decodeURIComponent(JSON.stringify(address).replaceAll("%", "%25"))).not.toContain(q);
    expect(await fromAddress(address)).toEqual({ q, status: "paid", from: "" });
  });

  test("nothing sought leaves nothing in the address", async () => {
    expect(await inAddress({ q: "  ", status: "" })).toEqual({ status: "" });
  });

  test("an address of an earlier release has it in clear, and goes on with it encrypted", async () => {
    const typed = await fromAddress({ q: "mina@shop.test", at: "x" });
    expect(typed).toEqual({ q: "mina@shop.test", at: "x" });
  });

  test.each(["", "x", "0".repeat(4_000), "$ba$1$00"])(
    "%j, which nobody here encrypted, seeks nothing",
    async (s) => {
      expect(await fromAddress({ s })).toEqual({});
      expect(await fromAddress({ s: [s, s] })).toEqual({});
    },
  );

  test("while SESSION_SECRET is exchanged, addresses of before are read", async () => {
    const settings = env();
    const { sessionSecret, previousSessionSecret } = settings;
    settings.sessionSecret = "one secret that only this test has, of some length";
    const address = await inAddress({ q: "mina@shop.test" });
    settings.previousSessionSecret = settings.sessionSecret;
    settings.sessionSecret = "another secret that only this test has, of some length";
    expect(await fromAddress(address)).toEqual({ q: "mina@shop.test" });
    settings.previousSessionSecret = undefined;
    expect(await fromAddress(address)).toEqual({});
    Object.assign(settings, { sessionSecret, previousSessionSecret });
  });
});

describe("the form of the search", () => {
  const sends = (body: string, origin = env().ownOrigins[0] ?? "") => {
    const headers = { origin, "content-type": "application/x-www-form-urlencoded" };
    return POST(new Request("http://shop.test/admin/orders/search", { method: "POST", headers, body }));
  };

  test("leads to the list with what was typed, and with nothing that the list does not know", async () => {
    const answer = await sends("q=mina%40shop.test&status=paid&from=&at=x&evil=1");
    expect(answer.status).toBe(303);
    const location = new URL(answer.headers.get("location") ?? "", "http://shop.test");
    expect(location.pathname).toBe("/admin/orders");
    expect([...location.searchParams.keys()].toSorted()).toEqual(["s", "status"]);
    expect(location.href).not.toContain("mina");
    expect(await fromAddress(Object.fromEntries(location.searchParams))).toEqual({
      q: "mina@shop.test",
      status: "paid",
    });
  });

  test("is no other site's, and no larger than a form", async () => {
    expect((await sends("q=x", "https://evil.example")).status).toBe(403);
    expect((await sends(`q=${"x".repeat(9_000)}`)).status).toBe(413);
    const none = await sends("");
    expect([none.status, none.headers.get("location")]).toEqual([303, "/admin/orders"]);
  });
});
