import { expect, test } from "vitest";
import { turnOurClock } from "@/testing/clock";
import { anOrder } from "@/testing/makers";
import { days, now } from "./clock";
import { orderLink } from "./order-link";
import { openByLink } from "./orders/access";

const queryOf = (path: string) => {
  const { searchParams } = new URL(path, "http://localhost");
  const [number = "", until = "", proof = ""] = ["number", "until", "proof"].map(
    (name) => searchParams.get(name) ?? "",
  );
  return { number, until, proof };
};

test("a link opens its own order for two weeks", async () => {
  const order = await anOrder();
  const link = queryOf(await orderLink(order, now()));
  expect(await openByLink(link, now())).toMatchObject({ id: order.id });
  turnOurClock(days(14));
  expect(await openByLink(link, now())).toBeUndefined();
});

test("a link to one order opens no other, and its time cannot be made longer", async () => {
  const [mine, other] = [await anOrder(), await anOrder()];
  const link = queryOf(await orderLink(mine, now()));
  expect(await openByLink({ ...link, number: other.number }, now())).toBeUndefined();
  expect(await openByLink({ ...link, until: String(Number(link.until) + 1) }, now())).toBeUndefined();
  expect(await openByLink({ ...link, proof: link.proof.replace(/^./, "_") }, now())).toBeUndefined();
});
