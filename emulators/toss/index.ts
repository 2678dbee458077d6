import { Hono } from "hono";
import { createAlarm } from "../kit/clock";
import { type Emulator, type EmulatorOptions, openParts, serve } from "../kit/emulator";
import type { Bindings } from "../kit/http";
import { underPath } from "../kit/public";
import { createWrongs } from "../kit/wrongs";
import { apiRoutes } from "./api";
import { printRefusal } from "./api/answer";
import { browserRoutes } from "./browser-routes";
import { tossControlRoutes } from "./control";
import { deliveryRules } from "./news/rules";
import { idempotencyKeyKeptMs } from "./rules";
import type { Toss } from "./toss";
import { expireDue } from "./verbs/expire";
import { windowRoutes } from "./window/routes";
import { wrongKinds } from "./wrongs";

/** Starts the emulator; it remembers in `toss.db`. */
export function startTossEmulator(options: EmulatorOptions): Promise<Emulator> {
  const parts = openParts(options, { file: "toss.db", idempotencyKeyKeptMs, deliveryRules });
  const { memory } = parts.front;
  const toss: Toss = {
    ...parts,
    payments: memory.collection("payments", ["orderId", "expiresAt", "phone"]),
    transactions: memory.collection("transactions", ["at"]),
    settlements: memory.collection("settlements", ["soldDate", "paidOutDate", "paymentKey", "orderId"]),
    receipts: memory.collection("receipts", ["requestDate", "orderId", "canceled"]),
    contracts: memory.setting("contracts", {}),
    wrongs: createWrongs(
      memory,
      parts.clock,
      wrongKinds,
      (_, target) => toss.transactions.get(target) !== null,
    ),
    sessions: createAlarm(
      parts.clock,
      () => toss.payments.nextDue("expiresAt"),
      () => expireDue(toss),
    ),
  };
  return serve(toss, toss.sessions, tossApp(toss), options);
}

function tossApp(toss: Toss): Hono<Bindings> {
  const app = new Hono<Bindings>();
  app.use(underPath(toss.publicUrl));
  app.route("/", browserRoutes(toss));
  app.route("/", windowRoutes(toss));
  app.route("/v1", apiRoutes(toss));
  app.route("/_control", tossControlRoutes(toss));
  app.notFound((c) => printRefusal(c, "NOT_FOUND"));
  app.onError((error, c) => {
    console.error(error);
    return printRefusal(c, "FAILED_INTERNAL_SYSTEM_PROCESSING");
  });
  return app;
}
