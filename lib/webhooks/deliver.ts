import type { WebhookDelivery, WebhookEndpoint } from "@/db/schema";
import { db, transaction } from "@/db/store";
import {
  deleteDeliveries,
  dueDeliveries,
  dueProbes,
  endpointById,
  leaseDelivery,
  writeEndpoint,
  writeTry,
} from "@/db/webhooks";
import { raise } from "../alarms/raise";
import { days, hours, later, minutes, now, seconds } from "../clock";
import { each, startLoop } from "../loop";
import { announceEvents } from "./announce";
import { post } from "./post";
import { openSecret } from "./secrets";

/** How many messages one turn takes, and how many it sends in parallel. */
const batch = 50;
const sideBySide = 4;
/** How long one instance holds a message, in milliseconds; longer than a try takes. */
const leaseMs = minutes(1);
/** How long messages are kept for the desk, in milliseconds. */
const keptMs = days(30);
/** How long an endpoint may fail before nothing more is sent to it, in milliseconds. */
const failsForMs = days(5);

/** How long to wait after each try: three days in all. Source: Standard Webhooks, "Deliverability and reliability". */
const pauses = [
  seconds(5),
  minutes(5),
  minutes(30),
  hours(2),
  hours(5),
  hours(10),
  hours(14),
  hours(20),
  hours(24),
];

/** Starts telling other servers what happened, once per process. */
export function startWebhooks() {
  startLoop({ name: "webhooks", everyMs: seconds(2), turn: sendWebhooks });
  startLoop({
    name: "forget webhooks",
    everyMs: hours(1),
    turn: () => transaction((tx) => deleteDeliveries(tx, later(now(), -keptMs))),
  });
}

/**
 * One turn: writes messages for what happened, and sends those that are due. An endpoint that fails gets one message a
 * turn, and no more in the turn in which it fails first: the others do not wait for its silence. Returns how many
 * messages it took.
 */
export async function sendWebhooks(): Promise<number> {
  await announceEvents();
  const due = [...(await dueProbes(db, now())), ...(await dueDeliveries(db, now(), batch))];
  const failing = new Set<string>();
  await each(due, sideBySide, async ({ id, endpointId }) => {
    if (!failing.has(endpointId) && !(await deliver(id))) failing.add(endpointId);
  });
  return due.length;
}

/** Tries a message once. Returns false if its endpoint did not take it. */
async function deliver(id: string): Promise<boolean> {
  const delivery = await transaction((tx) => leaseDelivery(tx, id, now(), later(now(), leaseMs)));
  const endpoint = delivery && (await endpointById(db, delivery.endpointId));
  if (!endpoint) return true;
  const answer = await send(delivery, endpoint);
  const at = now();
  await transaction(async (tx) => {
    await writeTry(tx, delivery, { lastAnswer: String(answer), ...resultOf(answer, delivery.tries, at) });
    const values = healthOf(endpoint, answer, at);
    if (values) await writeEndpoint(tx, endpoint.id, values);
  });
  if (endpoint.offAt === null && switchesOff(endpoint, answer, at))
    raise(
      "endpoint_switched_off",
      { endpoint: endpoint.id, answer },
      "a webhook endpoint did not accept messages and gets no more",
    );
  return isTaken(answer);
}

async function send({ id, body }: WebhookDelivery, endpoint: WebhookEndpoint): Promise<number | string> {
  const at = now();
  const sealed = [
    endpoint.secret,
    ...(endpoint.previousSecret && endpoint.previousUntil && endpoint.previousUntil > at
      ? [endpoint.previousSecret]
      : []),
  ];
  const secrets = await Promise.all(sealed.map(openSecret)).catch(() => undefined);
  return secrets ? post({ id, body, at, url: endpoint.url, secrets }) : "secret_unreadable";
}

const isTaken = (answer: number | string) => typeof answer === "number" && answer >= 200 && answer < 300;

function resultOf(answer: number | string, tries: number, at: Date) {
  if (isTaken(answer)) return { state: "done" as const, endedAt: at };
  const pause = pauses[tries - 1];
  if (pause === undefined) return { state: "failed" as const, endedAt: at };
  return { nextAt: later(at, pause) };
}

/** An endpoint that answers 410 wants no more messages. */
const switchesOff = ({ failingSince }: WebhookEndpoint, answer: number | string, at: Date) =>
  answer === 410 || (!isTaken(answer) && failingSince !== null && failingSince <= later(at, -failsForMs));

/** What a try says about its endpoint, if that is new. */
function healthOf(endpoint: WebhookEndpoint, answer: number | string, at: Date) {
  if (isTaken(answer)) return endpoint.failingSince && { failingSince: null };
  const failing = endpoint.failingSince ? {} : { failingSince: at };
  if (endpoint.offAt === null && switchesOff(endpoint, answer, at))
    return { ...failing, offAt: at, offBy: answer === 410 ? ("gone" as const) : ("failures" as const) };
  return endpoint.failingSince ? undefined : failing;
}
