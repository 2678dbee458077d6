import { expect, test } from "./fixtures";
import { hire, signIn } from "./kit/desk";
import { startWorld } from "./world";

test("a page that breaks off writes one line of JSON, without anything that a shopper typed", {
  tag: "@rows",
}, async ({ template, newShopper, engine }) => {
  test.skip(engine === "sqlite", "There a query is refused before its values are bound.");
  // A separate world, so that no other test is affected by the breakage.
  const world = await startWorld(template);
  try {
    const [shop] = world.apps;
    const { request } = await newShopper(world);
    await signIn(request, shop, await hire(world, "viewer", request));
    await world.sql("ALTER TABLE orders RENAME COLUMN customer_email TO gone");
    const before = shop.log().length;
    const page = await request.get(`${shop.url}/admin/orders?q=secret.person@example.com`);
    expect(page.status()).toBe(500);

    const log = () => shop.log().slice(before);
    await expect.poll(log).toContain("a page broke off");
    expect(log()).not.toContain("secret.person");
    const lines = log()
      .split("\n")
      .filter((line) => line !== "");
    expect(lines.filter((line) => line.includes("Failed query"))).toHaveLength(1);
    for (const line of lines) expect(() => JSON.parse(line)).not.toThrow();
  } finally {
    await world.stop();
  }
});
