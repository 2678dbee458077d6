import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from "prom-client";
import { type Meter, useMeter } from "../meter";

/** In seconds, covering pages, a slow database and a gateway's 30-second timeout. */
const buckets = [0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30];

/** All metrics of the shop, by name. A test compares them with the rules and the dashboard in deploy/. */
export function newMetrics() {
  const registry = new Registry();
  const registers = [registry];
  const gauge = <L extends string = never>(name: string, help: string, labelNames: L[] = []) =>
    new Gauge<L>({ name: `twotrack_${name}`, help, labelNames, registers });
  collectDefaultMetrics({ register: registry });
  return {
    registry,
    http: new Histogram({
      name: "twotrack_http_request_seconds",
      help: "Requests answered, by route, method and class of status, with how long they took",
      labelNames: ["route", "method", "status"] as const,
      buckets,
      registers,
    }),
    gatewayCalls: new Histogram({
      name: "twotrack_gateway_call_seconds",
      help: "Requests to gateways, by operation and what was answered, with how long they took",
      labelNames: ["gateway", "operation", "outcome"] as const,
      buckets,
      registers,
    }),
    payments: new Counter({
      name: "twotrack_payments_total",
      help: "Attempts to pay by what became of them; reason is the issuer's code where they were declined",
      labelNames: ["gateway", "outcome", "reason"] as const,
      registers,
    }),
    webhooksRefused: new Counter({
      name: "twotrack_webhooks_refused_total",
      help: "Webhooks that were not taken; why=old came too late by the shop's clock",
      labelNames: ["gateway", "why"] as const,
      registers,
    }),
    ready: gauge("ready", "1 while this instance can write a purchase"),
    silent: gauge("gateway_silent", "1 while a gateway does not answer this instance", ["line"]),
    callsPending: gauge("calls_pending", "Writes asked of gateways whose answer is not known"),
    callsOldest: gauge("calls_pending_oldest_seconds", "Age of the oldest of them"),
    callsLate: gauge("calls_due_late_seconds", "For how long the oldest due call waits to be looked into"),
    callsStuck: gauge("calls_stuck", "Calls of which nobody can say any more what became of them"),
    unknown: gauge("payments_unknown", "Payments of which a gateway does not say what became of them"),
    unknownOldest: gauge("payments_unknown_oldest_seconds", "For how long that is so of the oldest"),
    refunds: gauge("refunds_waiting", "Refunds that are not done, by what they wait for", ["state"]),
    refundsOldest: gauge("refunds_waiting_oldest_seconds", "Age of the oldest of them", ["state"]),
    inbox: gauge("webhooks_waiting", "Webhooks that are not worked on yet, or failed", ["state"]),
    inboxLate: gauge("webhooks_late_seconds", "For how long the oldest of them waits to be worked on"),
    letters: gauge("letters", "Letters that wait, or were given up", ["state"]),
    lettersOldest: gauge("letters_waiting_oldest_seconds", "Age of the oldest that waits"),
    needs: gauge("needs_open", "What waits for a person, by why", ["reason"]),
    needsOldest: gauge("needs_open_oldest_seconds", "For how long, of the oldest", ["reason"]),
    lookFinished: gauge(
      "daily_look_finished_timestamp_seconds",
      "When a day of a gateway's list was last compared with the books",
      ["gateway", "key_pair"],
    ),
    lookFound: gauge("daily_look_untold", "What the last day's list told and no webhook had told", [
      "gateway",
      "key_pair",
    ]),
    lookFailing: gauge("daily_look_failing", "1 while a list cannot be read", ["gateway", "key_pair"]),
    settlementFinished: gauge(
      "settlement_finished_timestamp_seconds",
      "When a day of a gateway's settlement was last read; 0 for never",
      ["gateway", "key_pair", "part"],
    ),
    settlementDifferences: gauge(
      "settlement_differences",
      "In how much the settlements of this and last month differ from the books, by name",
      ["name"],
    ),
    settlementRemainder: gauge(
      "settlement_remainder",
      "What neither settlements nor differences explain of what the gateways owe, in minor units; must be 0",
      ["month", "currency"],
    ),
    verified: gauge("books_verified_timestamp_seconds", "When the books were last verified; 0 for never"),
    faults: gauge("books_faults", "Rows of the books and the audit log that were found changed or missing"),
    backedUp: gauge(
      "backup_finished_timestamp_seconds",
      "When the newest whole backup was taken; 0 for never",
    ),
    diskFree: gauge("disk_free_bytes", "Room left on the disk of the data folder"),
    diskSize: gauge("disk_size_bytes", "Size of that disk"),
    poolUsed: gauge("database_used", "Connections at work; on SQLite units of work that write"),
    poolWaiting: gauge("database_waiting", "How many wait for one"),
    poolMost: gauge("database_most", "How many there may be"),
    scrapeSeconds: gauge("scrape_database_seconds", "How long the figures of the database took to read"),
  };
}

export type Metrics = ReturnType<typeof newMetrics>;

// On globalThis because a bundler may load this module twice.
const scope = globalThis as typeof globalThis & { twotrackMetrics?: Metrics };

/** The metrics of this process; its meter counts from the first call on. */
export function metrics(): Metrics {
  if (scope.twotrackMetrics) return scope.twotrackMetrics;
  const made = newMetrics();
  scope.twotrackMetrics = made;
  useMeter(meterOf(made));
  return made;
}

/**
 * More than both gateways' closed lists contain. Further codes are counted as `other`, which bounds the number of
 * series.
 */
const mostReasons = 200;
const reasons = new Set<string>();

const meterOf = (made: Metrics): Meter => ({
  gatewayCall: (gateway, operation, outcome, seconds) =>
    made.gatewayCalls.observe({ gateway, operation, outcome }, seconds),
  payment: (gateway, outcome, reason) => {
    if (reasons.size < mostReasons) reasons.add(reason);
    made.payments.inc({ gateway, outcome, reason: reasons.has(reason) ? reason : "other" });
  },
  webhookRefused: (gateway, why) => made.webhooksRefused.inc({ gateway, why }),
});
