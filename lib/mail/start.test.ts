import { afterEach, expect, test } from "vitest";
import { listenForAlarms } from "@/testing/alarms";
import "@/testing/books";
import { stopLoops } from "../loop";
import { startMailer } from "./mailer";

Object.assign(process.env, {
  APP_URL: "https://shop.test",
  SESSION_SECRET: "q7V0yYzvA2m4r1Jk9XcT5bLw8eUoHsGdNfPiZxQaRtE=",
  TOSS_WIDGET_CLIENT_KEY: "live_gck_abc123",
  TOSS_WIDGET_SECRET_KEY: "live_gsk_abc123",
  TRUSTED_PROXIES: "0",
  MANAGER_EMAIL: "boss@shop.test",
  LOG_LEVEL: "info",
});

afterEach(stopLoops);

test("a shop with live keys and without a mail server is warned once, when it starts", () => {
  const alarms = listenForAlarms();
  startMailer();
  startMailer();
  expect(alarms()).toMatchObject([{ alarm: true, folder: "data/mail" }]);
});
