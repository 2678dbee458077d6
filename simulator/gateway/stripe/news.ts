import Stripe from "stripe";
import { env } from "@/lib/settings/env";
import type { Around } from "../around";
import { deliver, type Letter } from "../post";
import { printCharge, printDispute, printIntent, printRefund, printSession } from "./print";
import type { Told } from "./till";

/** Sends the shop an event about what happened. */
export function tellOfEvent(world: Around, told: Told) {
  world.events += 1;
  const name = `evt_${world.events}`;
  const body = print(world, name, told);
  const dice = world.dice.fork(`fate of ${name}`);
  const isLost = dice.chance(world.lossRate);
  deliver(world, { from: "stripe", name, isLost, write: () => () => signed(world, body) });
}

function print(world: Around, id: string, told: Told) {
  return JSON.stringify({
    id,
    object: "event",
    api_version: "2026-10-28.endive",
    created: Math.floor(world.now().getTime() / 1_000),
    livemode: false,
    type: told.type,
    data: { object: objectOf(told) },
  });
}

function objectOf(told: Told) {
  if ("dispute" in told) return printDispute(told.intent, told.dispute);
  if ("refund" in told) return printRefund(told.intent, told.refund);
  if ("session" in told) return printSession(told.session, false);
  return told.type.startsWith("charge.")
    ? printCharge(told.intent, told.intent.charge ?? "")
    : printIntent(told.intent);
}

/** Signed as Stripe does now, or with a wrong secret, or with a timestamp `ageSeconds` old. */
export function signed(
  world: Around,
  payload: string,
  { secret = env().stripe.keys?.webhookSecrets[0] ?? "", ageSeconds = 0 } = {},
): Letter {
  const timestamp = Math.floor(world.now().getTime() / 1_000) - ageSeconds;
  const header = Stripe.webhooks.generateTestHeaderString({ payload, secret, timestamp });
  return { body: payload, headers: new Headers({ "stripe-signature": header }) };
}
