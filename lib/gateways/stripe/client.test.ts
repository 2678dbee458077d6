import { expect, onTestFinished, test } from "vitest";
import { env } from "../../settings/env";
import { stripeClient } from "./client";

test("there is one client, and none without keys", () => {
  expect(stripeClient()).toBe(stripeClient());
  const settings = env().stripe;
  const { keys } = settings;
  settings.keys = undefined;
  onTestFinished(() => {
    settings.keys = keys;
  });
  expect(stripeClient()).toBeUndefined();
});
