import { expect, test } from "./fixtures";
import { hire, signIn } from "./kit/desk";

test("the log is JSON, and a page that breaks off tells nothing of what somebody typed", {
  tag: "@rows",
}, async ({ openWorld, newShopper, engine }) => {
  test.skip(engine === "sqlite", "There a query is refused before its values are bound.");
  const world = await openWorld({ env: { LOG_LEVEL: "info" } });
  const { request } = await newShopper(world);
  await signIn(request, world.apps[0], await hire(world, "viewer", request));
  await world.sql("ALTER TABLE orders RENAME COLUMN customer_phone TO gone");
  const page = await request.get("/admin/orders?q=secret.person@example.com");
  expect(page.status()).toBe(500);

  const log = world.apps[0].log();
  expect(log).not.toContain("secret.person");
  expect(log).toContain("a page broke off");
  const told = log.slice(log.indexOf("{"), log.lastIndexOf("}") + 1).split("\n");
  for (const line of told.filter((one) => one.trim() !== "")) expect(() => JSON.parse(line)).not.toThrow();
});
