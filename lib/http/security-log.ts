import { raise } from "../alarms/raise";
import { countdown, minutes } from "../clock";
import { log, requestSubject } from "../log";
import type { Loop } from "../loop";
import { Problem, type ProblemCode } from "../problem";
import { callerOf } from "./caller";
import { tellWrongName } from "./right-host";

// Everything refused to strangers, in one place: docs/security-events.md lists the events and what to do about each.

/**
 * All security events: their problem codes, and how many within ten minutes raise an alarm. Counts are per process.
 * Event names never change, since alerts refer to them.
 */
export const securityEvents = {
  sign_in_refused: { codes: ["sign_in_refused"], alarmAt: 30 },
  second_factor_refused: { codes: ["second_factor_refused"], alarmAt: 15 },
  password_refused: { codes: ["wrong_password"], alarmAt: 15 },
  credential_refused: { codes: ["unauthorized"], alarmAt: 60 },
  access_refused: {
    codes: [
      "forbidden",
      "refund_own",
      "refund_over_limit",
      "refund_over_daily_limit",
      "second_manager_required",
      "approver_not_independent",
      "password_change_required",
      "second_factor_required",
      "not_yourself",
    ],
    alarmAt: 30,
  },
  order_refused: { codes: ["order_not_found", "letter_required", "idempotency_key_in_use"], alarmAt: 200 },
  /** An email link that is not valid; its page leads to the order look-up, so there is no problem code for it. */
  link_refused: { codes: [], alarmAt: 60 },
  payment_proof_refused: { codes: ["payment_not_authenticated", "amount_mismatch"], alarmAt: 60 },
  signature_refused: { codes: ["invalid_signature"], alarmAt: 20 },
  origin_refused: { codes: ["origin_not_allowed"], alarmAt: 60 },
  redirect_refused: { codes: ["redirect_not_allowed"], alarmAt: 30 },
  limit_reached: {
    codes: [
      "too_many_requests",
      "too_many_declines",
      "too_many_open_orders",
      "too_many_unpaid_items",
      "body_too_large",
    ],
    alarmAt: 300,
  },
  // Includes the shop's own pages, which wait for their turn.
  slowed_down: { codes: ["slow_down"], alarmAt: 600 },
  // A full queue or waiting room, not a busy database.
  capacity_reached: { codes: ["overloaded"], alarmAt: 100 },
} as const satisfies Record<string, { codes: ProblemCode[]; alarmAt: number }>;

export type SecurityEvent = keyof typeof securityEvents;

/**
 * Logs one line about a refusal that is a security event: the event, its subject, the caller, the route and the reason.
 * The line contains IDs only. The number of lines per event and minute is limited, so that a flood cannot fill the
 * disk; the rest is counted and logged afterward. Many within ten minutes raise one alarm.
 */
export function tellRefusal(refusal: unknown, request: Pick<Request, "headers" | "method" | "url">) {
  if (!(refusal instanceof Problem)) return;
  if (refusal.code === "origin_not_allowed") tellWrongName(request.headers);
  const event = eventOf.get(refusal.code);
  if (event)
    tell(event, {
      code: refusal.code,
      ...(refusal.details.budget && { budget: refusal.details.budget }),
      subject: requestSubject() ?? null,
      caller: callerOf(request.headers),
      method: request.method,
      route: routeOf(request.url),
    });
}

/** Logs a desk page that the operator's role may not open; `route` is the page's pattern. */
export const tellPageRefusal = (route: string, subject: string, headers: Pick<Headers, "get">) =>
  tell("access_refused", { code: "forbidden", subject, caller: callerOf(headers), method: "GET", route });

/** Logs an order page that this browser may not see; `route` is the page's pattern, so no order number is logged. */
export const tellOrderPageRefusal = (route: string, headers: Pick<Headers, "get">) =>
  tell("order_refused", {
    code: "order_not_found",
    subject: null,
    caller: callerOf(headers),
    method: "GET",
    route,
  });

/** Logs an email link that is not valid: forged, for another order, or expired. */
export const tellLinkRefusal = (request: Pick<Request, "headers" | "method" | "url">) =>
  tell("link_refused", {
    code: null,
    subject: null,
    caller: callerOf(request.headers),
    method: request.method,
    route: routeOf(request.url),
  });

const eventOf = new Map<ProblemCode, SecurityEvent>(
  Object.entries(securityEvents).flatMap(([event, { codes }]) =>
    codes.map((code): [ProblemCode, SecurityEvent] => [code, event as SecurityEvent]),
  ),
);

/** Only the path: a query may contain proofs and text a shopper typed. */
const routeOf = (url: string) => new URL(url).pathname.slice(0, 200);

/** How many lines per event a process writes in a minute. */
const linesPerMinute = 300;

type Minute = { left: () => number; lines: number; leftOut: number };
type Watch = { left: () => number; seen: number };

// On globalThis because a bundler may load this module twice.
const scope = globalThis as typeof globalThis & {
  twotrackSecurity?: { minutes: Map<SecurityEvent, Minute>; watches: Map<SecurityEvent, Watch> };
};
scope.twotrackSecurity ??= { minutes: new Map(), watches: new Map() };
const counts = scope.twotrackSecurity;

function tell(event: SecurityEvent, line: Record<string, string | null>) {
  const minute = currentMinute(event);
  if (minute.lines < linesPerMinute) {
    minute.lines += 1;
    log.warn({ security: event, ...line }, "a request was refused");
  } else minute.leftOut += 1;
  watch(event);
}

function currentMinute(event: SecurityEvent): Minute {
  const known = counts.minutes.get(event);
  if (known && known.left() > 0) return known;
  tellLeftOut(event);
  const begun = { left: countdown(minutes(1)), lines: 0, leftOut: 0 };
  counts.minutes.set(event, begun);
  return begun;
}

/** Logs how many lines were left out so far, when the process ends. */
export function tellAllLeftOut() {
  for (const event of [...counts.minutes.keys()]) tellLeftOut(event, true);
}

function tellLeftOut(event: SecurityEvent, evenNow = false) {
  const minute = counts.minutes.get(event);
  if (!minute || (minute.left() > 0 && !evenNow)) return;
  counts.minutes.delete(event);
  if (minute.leftOut > 0)
    log.warn({ security: event, left_out: minute.leftOut }, "more requests were refused than have a line");
}

/** Raises at most one alarm per event and ten minutes. */
function watch(event: SecurityEvent) {
  const known = counts.watches.get(event);
  const current = known && known.left() > 0 ? known : { left: countdown(minutes(10)), seen: 0 };
  counts.watches.set(event, current);
  current.seen += 1;
  const { alarmAt } = securityEvents[event];
  if (current.seen === alarmAt)
    raise(
      "many_refusals",
      { security: event, within_minutes: 10, seen: alarmAt },
      "many requests were refused for the same reason: somebody may be trying to get in",
    );
}

/** Logs how many lines were left out, also after a flood has ended. */
export const securityLog: Loop = {
  name: "security log",
  everyMs: minutes(1),
  turn: async () => {
    for (const event of [...counts.minutes.keys()]) tellLeftOut(event);
  },
};

/** Clears the counts, for tests. */
export function forgetSecurity() {
  counts.minutes.clear();
  counts.watches.clear();
}
