import { spawn } from "node:child_process";
import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { patient } from "@/testing/load";
import { demo } from "../scripts/kit/test-databases";
import { expect, test } from "./fixtures";
import { ownPort } from "./kit/ports";
import { expectChargedOnce } from "./kit/truth";

test("the shop stops while shoppers wait and pay: requests are answered, payments are charged once, nothing stays open", {
  tag: "@rows",
}, async ({ openWorld, newShopper, engine }) => {
  const world = await openWorld();
  const [app] = world.apps;
  const [mina, joon] = [await newShopper(world), await newShopper(world)];
  const waiting = await mina.orders();
  const { order, approved } = await joon.goesThroughTheWindow();
  const { id } = await world.emulator.faults.add({
    operation: "confirm",
    times: 1,
    orderId: approved.orderId,
    kind: "hold",
  });
  // The gateway takes Joon's money and does not answer yet; Mina's page waits for a change of her order.
  const paying = joon.returns(approved);
  const { version } = (await mina.status(waiting)).order;
  const params = { order_number: waiting.order_number, wait: "20", since: version };
  const asked = mina.request.get("/payments/status", { params });
  await expect
    .poll(async () => (await world.emulator.faults.list()).find((fault) => fault.id === id)?.holding)
    .toBe(1);
  expect((await paying).status()).toBe(303);

  const ended = app.kill("SIGTERM");
  const told = await asked;
  expect(told.status()).toBe(200);
  expect((await told.json()).order.status).toBe("open");
  // Her page polls again at once.
  const again = await mina.request.get("/payments/status", { params }).catch(() => undefined);
  expect([200, undefined]).toContain(again?.status());
  const ready = await fetch(`${app.url}/readyz`).catch(() => undefined);
  expect([503, undefined]).toContain(ready?.status);
  await world.emulator.faults.release(id);

  expect(await ended).toBe(0);
  expect(app.log()).toContain('"work_left":0');
  if (engine === "sqlite") {
    const file = world.databaseUrl.slice("file:".length);
    for (const name of [file, `${file}.staff`]) expect(existsSync(`${name}-wal`), `${name}-wal`).toBe(false);
  }
  expect(await world.sql(`SELECT status FROM orders WHERE number = '${order.order_number}'`)).toEqual([
    { status: "paid" },
  ]);
  await app.restart();
  expect(await joon.standing(order)).toBe("paid");
  await expectChargedOnce(world, order);
});

test("a gateway that does not answer delays shutdown by seconds only, and the next start finds the result", async ({
  openWorld,
  newShopper,
}) => {
  const world = await openWorld();
  const [app] = world.apps;
  const mina = await newShopper(world);
  const { order, approved } = await mina.goesThroughTheWindow();
  await world.emulator.faults.add({
    operation: "confirm",
    times: 1,
    orderId: approved.orderId,
    kind: "hold",
  });
  expect((await mina.returns(approved)).status()).toBe(303);

  expect(await app.kill("SIGTERM")).toBe(0);
  expect(app.log()).toContain('"work_left":1');
  await app.restart();

  await expect.poll(() => mina.standing(order)).toBe("paid");
  await expectChargedOnce(world, order);
});

for (const [who, command, signal, tag] of [
  ["only npm gets the signal that ends npm start", ["npm", "start"], "SIGTERM", "@page"],
  ["npm start is killed and cannot end anything", ["node", "scripts/start.mjs"], "SIGKILL", "@deep"],
] as const)
  test(`${who}: the shop and the emulators still shut down cleanly`, { tag }, async () => {
    const folder = mkdtempSync(join(tmpdir(), "twotrack-stop-"));
    const file = join(folder, "shop.db");
    const [port, toss, stripe] = [await ownPort(), await ownPort(), await ownPort()];
    const [program, ...args] = command;
    const child = spawn(program, args, {
      env: {
        ...process.env,
        ...demo,
        PORT: String(port),
        DATABASE_URL: `file:${file}`,
        MAIL_FOLDER: join(folder, "mail"),
        EMULATOR_DATA: join(folder, "emulators"),
        EMULATOR_TOSS_PORT: String(toss),
        EMULATOR_STRIPE_PORT: String(stripe),
      },
      stdio: "ignore",
    });
    const urls = [
      `http://127.0.0.1:${port}/readyz`,
      `http://127.0.0.1:${toss}/_control/health`,
      `http://127.0.0.1:${stripe}/_control/health`,
    ];
    const answering = async () => {
      const answers = await Promise.all(urls.map((url) => fetch(url).catch(() => undefined)));
      return answers.filter((answer) => answer?.ok).length;
    };
    try {
      await expect.poll(answering, { timeout: patient(80_000) }).toBe(3);
      expect(existsSync(`${file}-wal`)).toBe(true);

      child.kill(signal);

      await expect.poll(answering).toBe(0);
      await expect.poll(() => existsSync(`${file}-wal`)).toBe(false);
    } finally {
      child.kill("SIGTERM");
      rmSync(folder, { recursive: true, force: true });
    }
  });
