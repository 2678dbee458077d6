// @module-tag slow
import { expect, test } from "vitest";
import { start } from "./processes.mjs";

/** The gateways that `npm start` gets with this environment. */
async function gatewaysWith(env) {
  const args = ["--import", "tsx", "scripts/kit/prepare.ts"];
  const preparation = start(process.execPath, args, { env, tied: true });
  const { result } = await preparation.ask("settings");
  preparation.tell("end");
  await preparation.ended;
  return result.gateways;
}

test("a demo elsewhere prints the emulators' addresses for browsers", async () => {
  expect(await gatewaysWith({ APP_URL: "https://demo.example", TWOTRACK_DEMO: "1" })).toMatchObject([
    { name: "toss", emulated: true, publicUrl: "https://demo.example/emulators/toss" },
    { name: "stripe", emulated: true, publicUrl: "https://demo.example/emulators/stripe" },
  ]);
});

test("a demo on this machine prints where they listen", async () => {
  for (const gateway of await gatewaysWith({ APP_URL: "http://localhost:3000" }))
    expect(gateway).not.toHaveProperty("publicUrl");
});
