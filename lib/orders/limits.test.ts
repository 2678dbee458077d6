import { expect, onTestFinished, test } from "vitest";
import { newId } from "../clock";
import { env } from "../settings/env";
import { limitCaptures, limitRefunds } from "./limits";

/** How many of 250 requests within a minute one API key may send. */
async function allowed(limit: (keyId: string) => Promise<void>) {
  const keyId = newId("key");
  let sent = 0;
  for (let n = 0; n < 250; n += 1) {
    const refusal = await limit(keyId).catch((error: { code?: string }) => error.code);
    if (refusal === undefined) sent += 1;
    else expect(refusal).toBe("too_many_requests");
  }
  return sent;
}

test("a faulty program captures 120 orders in a minute, and no more", async () => {
  expect(await allowed(limitCaptures)).toBe(120);
});

test("for a recall, an operator lets one key refund twice as many", async () => {
  const settings = env();
  settings.apiKeyLimitFactor = 2;
  onTestFinished(() => {
    settings.apiKeyLimitFactor = 1;
  });
  expect(await allowed(limitRefunds)).toBe(240);
});
