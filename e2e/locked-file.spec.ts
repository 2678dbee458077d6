import { spawn } from "node:child_process";
import { once } from "node:events";
import { setTimeout as pause } from "node:timers/promises";
import { expect, test } from "./fixtures";
import { answer } from "./kit/shopper";
import { expectChargedOnce } from "./kit/truth";

test.skip(({ engine }) => engine !== "sqlite", "Only SQLite's lock is one for the whole database.");

/** Another program, such as a backup, takes the file's only lock and keeps it until told to release it. */
async function lockElsewhere(databaseUrl: string) {
  const program = `
    const database = new (require("better-sqlite3"))(process.argv[1]);
    database.exec("BEGIN IMMEDIATE");
    process.stdout.write("locked");
    process.stdin.resume().once("end", () => database.exec("COMMIT"));`;
  const child = spawn(process.execPath, ["-e", program, databaseUrl.replace(/^file:/, "")], {
    stdio: ["pipe", "pipe", "inherit"],
  });
  await once(child.stdout, "data");
  return {
    async letGo() {
      const ended = once(child, "exit");
      child.stdin.end();
      expect(await ended).toEqual([0, null]);
    },
  };
}

test("a lock held by another program for three seconds delays writes, and nothing else", async ({
  openWorld,
  newShopper,
}) => {
  const world = await openWorld();
  const shopper = await newShopper(world);
  const { order, approved } = await shopper.goesThroughTheWindow();

  const lock = await lockElsewhere(world.databaseUrl);
  const threeSeconds = pause(3_000);
  const written = shopper.confirms(approved);
  const paths = ["/", "/products/cool-t-shirt", "/checkout", `/orders/${order.order_number}`, "/readyz"];
  const pages = await Promise.all(paths.map((path) => shopper.request.get(path)));
  expect(pages.map((page) => page.status())).toEqual(paths.map(() => 200));
  expect(await shopper.standing(order)).toBe("open");
  // The lock itself is what is tested, so this wait is in real time.
  await threeSeconds;
  await lock.letGo();

  expect(await answer(await written, 200)).toMatchObject({ status: "paid" });
  await expectChargedOnce(world, order);
});
