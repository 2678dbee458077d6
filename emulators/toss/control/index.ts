import { Hono } from "hono";
import { controlRoutes } from "../../kit/control";
import type { Bindings } from "../../kit/http";
import { operations } from "../api/answer";
import { isErrorCode } from "../errors";
import { nightEndsMs } from "../rules";
import type { Toss } from "../toss";
import { buyerRoutes } from "./buyer";
import { consoleRoutes } from "./console";
import { contractRoutes } from "./contracts";
import { settlementRoutes } from "./settlement";
import { webhookRoutes } from "./webhooks";

/** Routes that the real gateway does not have: they play the buyer, the console, the clock and faults. */
export function tossControlRoutes(toss: Toss): Hono<Bindings> {
  const control = new Hono<Bindings>();
  const controlled = { ...toss, faultOperations: operations, isErrorCode, nightEndsMs };
  control.route("/payments", buyerRoutes(toss));
  control.route("/payments", consoleRoutes(toss));
  control.route("/contracts", contractRoutes(toss));
  control.route("/", settlementRoutes(toss));
  control.route("/webhooks", webhookRoutes(toss));
  control.route("/", controlRoutes("twotrack-toss-emulator", toss.publicUrl, controlled));
  return control;
}
