import { expect, onTestFinished, test } from "vitest";
import { GET, POST, PUT } from "@/app/orders/open/route";
import type { Order } from "@/db/schema";
import { turnOurClock } from "@/testing/clock";
import { otherwise } from "@/testing/forge";
import { aLessonOrder, anOrder, aPaidParcel } from "@/testing/makers";
import { days, now } from "../clock";
import { findOwnOrder, openByLink, rememberLink, rememberOrder } from "../orders/access";
import { ownOrderForWriting } from "../orders/own";
import { viewOrder } from "../orders/view";
import { env } from "../settings/env";
import { orderLink, scopeOfLink } from "./order-link";

const provenBy = (path: string) => {
  const { searchParams, hash } = new URL(path, "http://localhost");
  const fragment = new URLSearchParams(hash.slice(1));
  return {
    number: searchParams.get("number") ?? "",
    until: fragment.get("until") ?? "",
    proof: fragment.get("proof") ?? "",
  };
};

const cookieOf = (setCookie: string) => setCookie.split(";")[0] ?? "";

test.each(["read", "act"] as const)("a link to %s opens its own order for two weeks", async (scope) => {
  const order = await anOrder();
  const link = provenBy(await orderLink(order, scope, now()));
  expect(await openByLink(link, now())).toMatchObject({ order: { id: order.id }, scope });
  turnOurClock(days(14));
  expect(await openByLink(link, now())).toBeUndefined();
});

test.each(["read", "act"] as const)(
  "the proof of a link to %s is in no address that is sent",
  async (scope) => {
    const order = await anOrder();
    const url = new URL(await orderLink(order, scope, now()), "http://localhost");
    expect(url.pathname).toBe("/orders/letter");
    expect(Object.fromEntries(url.searchParams)).toEqual({ number: order.number });
  },
);

test("the page of a link sends its proof as a form; a link of an earlier release works until it expires", async () => {
  const order = await anOrder();
  const link = provenBy(await orderLink(order, "read", now()));
  const byForm = (fields: Record<string, string>, origin = "http://localhost:3000") =>
    POST(
      new Request("http://localhost:3000/orders/open", {
        method: "POST",
        headers: { origin },
        body: new URLSearchParams(fields),
      }),
    );
  const byQuery = (method = "GET") =>
    GET(new Request(`http://localhost:3000/orders/open?${new URLSearchParams(link)}`, { method }));

  for (const answer of [await byForm(link), await byQuery()]) {
    expect([answer.status, answer.headers.get("location")]).toEqual([303, `/orders/${order.number}`]);
    const cookie = cookieOf(answer.headers.get("set-cookie") ?? "");
    expect(await findOwnOrder(order.number, new Headers({ cookie }))).toMatchObject({ access: "reader" });
  }
  expect((await byForm(link, "https://evil.example")).status).toBe(403);
  const other = await PUT(new Request("http://localhost:3000/orders/open", { method: "PUT" }));
  expect([other.status, other.headers.get("allow")]).toEqual([405, "GET, HEAD, POST, OPTIONS"]);
  expect((await byQuery("HEAD")).headers.get("set-cookie")).toBeNull();

  const filledIn = `/orders/find?number=${order.number}&because=link`;
  const refused = async (answer: Response, location: string) => {
    expect([answer.status, answer.headers.get("location")]).toEqual([303, location]);
    expect(answer.headers.get("set-cookie")).toBeNull();
  };
  await refused(await byForm({ ...link, proof: "A".repeat(43) }), filledIn);
  await refused(await byForm({ number: order.number }), filledIn);
  await refused(await byForm({ number: "https://evil.example" }), "/orders/find?because=link");
  expect((await byForm({ ...link, more: "x".repeat(2_000) })).status).toBe(413);
  turnOurClock(days(14));
  await refused(await byForm(link), filledIn);
  await refused(await byQuery(), filledIn);
});

test("a link to one order opens no other, and its time cannot be extended", async () => {
  const [mine, other] = [await anOrder(), await anOrder()];
  const link = provenBy(await orderLink(mine, "read", now()));
  expect(await openByLink({ ...link, number: other.number }, now())).toBeUndefined();
  expect(await openByLink({ ...link, until: String(Number(link.until) + 1) }, now())).toBeUndefined();
  expect(await openByLink({ ...link, proof: otherwise(link.proof) }, now())).toBeUndefined();
});

test("a reader sees whether anything is sent, although not where to", async () => {
  const read = async (order: Order) => {
    const link = provenBy(await orderLink(order, "read", now()));
    const opened = await openByLink(link, now());
    return opened && viewOrder(order.number, cookieOf(await rememberLink(opened, link, null)));
  };
  const parcel = (await aPaidParcel()).order;
  expect(await read(parcel)).toMatchObject({ shippingAddress: null, hasDelivery: true });
  expect(await read(await aLessonOrder())).toMatchObject({ hasDelivery: false });
});

test("a reader with an email's link sees its order and may do nothing; contact and address stay hidden", async () => {
  const order = await anOrder();
  const link = provenBy(await orderLink(order, "read", now()));
  const opened = await openByLink(link, now());
  if (!opened) throw new Error("The link opens nothing.");
  const cookie = cookieOf(await rememberLink(opened, link, null));
  const headers = new Headers({ cookie, origin: "http://localhost:3000" });

  const seen = await viewOrder(order.number, cookie);
  expect(seen).toMatchObject({ access: "reader", customer: null, shippingAddress: null });
  expect(seen?.items.length).toBeGreaterThan(0);
  expect(JSON.stringify(seen)).not.toContain(order.customerEmail);
  await expect(ownOrderForWriting(order.number, headers)).rejects.toMatchObject({ code: "order_not_found" });

  turnOurClock(days(14));
  expect(await viewOrder(order.number, cookie)).toBeUndefined();
});

test("a browser that ordered keeps all its rights when it opens an email's link, and remembers several links", async () => {
  const [mine, other] = [await anOrder(), await anOrder()];
  let cookies = cookieOf(await rememberOrder(mine, null));
  for (const order of [mine, other]) {
    const link = provenBy(await orderLink(order, "read", now()));
    const opened = await openByLink(link, now());
    if (!opened) throw new Error("The link opens nothing.");
    const [kept = ""] = cookies.split("; ");
    cookies = `${kept}; ${cookieOf(await rememberLink(opened, link, cookies))}`;
  }
  const headers = new Headers({ cookie: cookies });
  expect(await findOwnOrder(mine.number, headers)).toMatchObject({ access: "owner" });
  expect(await findOwnOrder(other.number, headers)).toMatchObject({ access: "reader" });
});

test("a link's proof is not accepted as another kind of proof", async () => {
  const order = await anOrder();
  const { until, proof } = provenBy(await orderLink(order, "act", now()));
  for (const cookie of [
    `twotrack_letters=${order.id}~${until}~${proof}`,
    `twotrack_returned=${order.id}~${until}~${proof}`,
    `twotrack_letters=${order.id}~99999999999999~${"A".repeat(43)}`,
  ])
    expect(await findOwnOrder(order.number, new Headers({ cookie }))).toBeUndefined();
});

test("links in emails and orders in cookies survive a rotation of the shop's secret, and end with the old one", async () => {
  const settings = env();
  const set = (...secrets: string[]) => {
    settings.sessionSecrets = secrets;
  };
  onTestFinished(() => set());
  const [old, fresh] = ["the secret of last year ".repeat(2), "the secret of this year ".repeat(2)];
  set(old);
  const order = await anOrder();
  const at = now();
  const until = String(at.getTime() + 1_000);
  const links = [await orderLink(order, "read", at), await orderLink(order, "act", at)].map((link) => {
    const { until, proof } = provenBy(link);
    return { until, proof };
  });
  const cookie = (await rememberOrder(order, null)).split(";")[0] ?? "";
  const seen = async () => [
    ...(await Promise.all(links.map((link) => scopeOfLink(order, link, at)))),
    (await findOwnOrder(order.number, new Headers({ cookie })))?.access,
  ];
  set(fresh, old);
  expect(await seen()).toEqual(["read", "act", "owner"]);
  set(fresh);
  expect(await seen()).toEqual([undefined, undefined, undefined]);
  expect(await scopeOfLink(order, { until, proof: "" }, at)).toBeUndefined();
});
