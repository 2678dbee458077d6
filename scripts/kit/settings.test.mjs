// @module-tag slow
import { execFileSync } from "node:child_process";
import { expect, test } from "vitest";

/** The gateways that `npm start` gets with this environment. */
function gatewaysWith(env) {
  const args = ["--import", "tsx", "scripts/kit/settings.ts"];
  return JSON.parse(
    execFileSync(process.execPath, args, { env: { ...process.env, ...env }, encoding: "utf8" }),
  ).gateways;
}

test("a demo elsewhere prints the emulators' addresses for browsers", () => {
  expect(gatewaysWith({ APP_URL: "https://demo.example", TWOTRACK_DEMO: "1" })).toMatchObject([
    { name: "toss", emulated: true, publicUrl: "https://demo.example/emulators/toss" },
    { name: "stripe", emulated: true, publicUrl: "https://demo.example/emulators/stripe" },
  ]);
});

test("a demo on this machine prints where they listen", () => {
  for (const gateway of gatewaysWith({ APP_URL: "http://localhost:3000" }))
    expect(gateway).not.toHaveProperty("publicUrl");
});
