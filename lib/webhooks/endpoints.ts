import { recordAudit } from "@/db/audit";
import type { auditActions, WebhookEndpoint } from "@/db/schema";
import { db, type Tx, transaction } from "@/db/store";
import {
  endpointById,
  endpoints,
  insertDeliveries,
  insertEndpoint,
  newestDeliveries,
  reviveDelivery,
  secretBefore,
  writeEndpoint,
} from "@/db/webhooks";
import { days, later, newId } from "../clock";
import { endpointsAtMost, testEvent, type WebhookEvent } from "../contracts/webhook-events";
import { type Act, assertMay, entryOf, type Staff } from "../desk/staff/permissions";
import { Problem } from "../problem";
import { env } from "../settings/env";
import { newDelivery } from "./announce";
import { faultOfEndpoint } from "./public-address";
import { newSecret, sealSecret } from "./secrets";

/** How long the previous secret signs as well after it was replaced, in milliseconds. */
const bothSignMs = days(1);

/**
 * Adds an endpoint. Its secret is returned only here. Throws `forbidden`, `invalid_request` for a URL that nothing may
 * be sent to, `too_many_endpoints`.
 */
export async function addEndpoint(
  { url, events }: { url: string; events: WebhookEvent[] },
  act: Act,
): Promise<{ id: string; secret: string }> {
  assertMay(act.by, "webhooks:manage");
  const fault = faultOfEndpoint(url);
  if (fault)
    throw new Problem("invalid_request", "Nothing can be sent to this URL.", {
      errors: [{ field: "url", message: fault }],
    });
  const id = newId("we");
  const secret = newSecret();
  const sealed = await sealSecret(secret);
  const { actor, at } = entryOf(act);
  await transaction(async (tx) => {
    if ((await endpoints(tx)).length >= endpointsAtMost)
      throw new Problem("too_many_endpoints", `A shop has at most ${endpointsAtMost} endpoints.`);
    await insertEndpoint(tx, { id, url, events, secret: sealed, madeBy: actor, createdAt: at });
    await note(tx, act, "endpoint_added", id, { url: originOf(url), events });
  });
  return { id, secret };
}

/** Gives an endpoint a new secret; for a day, both sign. Throws `forbidden`, `not_found`. */
export async function rotateSecret(id: string, act: Act): Promise<string> {
  assertMay(act.by, "webhooks:manage");
  const secret = newSecret();
  const values = {
    secret: await sealSecret(secret),
    // As the row is when it is written: two rotations at once lose neither's secret.
    previousSecret: secretBefore,
    previousUntil: later(act.now, bothSignMs),
  };
  await change(id, values, act, "endpoint_secret_rotated");
  return secret;
}

/** Switches an endpoint on or off. What waited for it is sent once it is on again. Throws `forbidden`, `not_found`. */
export async function switchEndpoint(id: string, on: boolean, act: Act): Promise<void> {
  assertMay(act.by, "webhooks:manage");
  await change(
    id,
    on ? { offAt: null, offBy: null, failingSince: null } : { offAt: act.now, offBy: "staff" },
    act,
    on ? "endpoint_switched_on" : "endpoint_switched_off",
  );
}

/** Removes an endpoint for good. Throws `forbidden`, `not_found`. */
export async function removeEndpoint(id: string, act: Act): Promise<void> {
  assertMay(act.by, "webhooks:manage");
  await change(id, { removedAt: act.now }, act, "endpoint_removed");
}

/** Sends a message that says nothing, to see whether the endpoint takes it. Throws `forbidden`, `not_found`. */
export async function testEndpoint(id: string, act: Act): Promise<void> {
  assertMay(act.by, "webhooks:manage");
  await known(id);
  const body = JSON.stringify({
    type: testEvent,
    timestamp: act.now.toISOString(),
    data: { live: env().live },
  });
  await transaction(async (tx) => {
    await insertDeliveries(tx, [
      newDelivery({ endpointId: id, eventId: null, type: testEvent, body }, act.now),
    ]);
    await note(tx, act, "endpoint_tested", id, {});
  });
}

/** Sends a message again, under the same ID. Throws `forbidden`, `not_found` if there is none that has ended. */
export async function resendDelivery(id: string, act: Act): Promise<void> {
  assertMay(act.by, "webhooks:manage");
  await transaction(async (tx) => {
    const again = await reviveDelivery(tx, id, act.now);
    if (!again) throw new Problem("not_found", "No message with this ID can be sent again.");
    await note(tx, act, "delivery_resent", again.endpointId, { message: id, type: again.type });
  });
}

/** How many messages the desk lists. */
const listed = 100;

/** The endpoints without their secrets, and the newest messages. Throws `forbidden`. */
export async function webhooksAtDesk(by: Staff) {
  assertMay(by, "webhooks:manage");
  const [all, deliveries] = await Promise.all([endpoints(db), newestDeliveries(db, listed)]);
  return {
    endpoints: all.map(({ secret: _, previousSecret: __, ...shown }) => shown),
    deliveries: deliveries.map(({ delivery: { body: _, ...shown }, url }) => ({ ...shown, url })),
  };
}

const missing = () => new Problem("not_found", "There is no endpoint with this ID.");

async function known(id: string): Promise<WebhookEndpoint> {
  const endpoint = await endpointById(db, id);
  if (!endpoint || endpoint.removedAt) throw missing();
  return endpoint;
}

type Action = (typeof auditActions)[number];

async function change(
  id: string,
  values: Parameters<typeof writeEndpoint>[2],
  act: Act,
  action: Action,
): Promise<void> {
  await transaction(async (tx) => {
    const written = await writeEndpoint(tx, id, values);
    if (!written) throw missing();
    await note(tx, act, action, id, { url: originOf(written.url) });
  });
}

const note = (tx: Tx, act: Act, action: Action, subject: string, detail: Record<string, unknown>) =>
  recordAudit(tx, { ...entryOf(act), action, subject, detail });

/** An endpoint's path may contain a secret. */
const originOf = (url: string) => new URL(url).origin;
