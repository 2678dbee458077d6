import { z } from "zod";
import type { Budget } from "@/db/store";
import { countdown, hours } from "../clock";
import { spend } from "../limits/budget";
import { spendByCaller } from "../limits/by-caller";
import { log } from "../log";
import { Problem } from "../problem";

// Content that browsers blocked because of a page's policy: the first sign that somebody injected something into a
// page. Anybody can send such reports and extensions cause many, so they are counted, and logged once per kind and
// hour.

/** The formats of `report-uri` and of the Reporting API. */
const Old = z.object({ "csp-report": z.record(z.string(), z.unknown()) });
const New = z.array(z.object({ type: z.string(), body: z.record(z.string(), z.unknown()) })).max(20);

const hour = 3_600;
const ofCaller: Budget = { name: "csp-reports", points: 60, seconds: hour };
const ofShop: Budget = { name: "csp-reports-shop", points: 2_000, seconds: hour };

/** Processes a report. Invalid or excess reports are dropped silently, since the sender ignores the response. */
export async function takeReports(body: string, headers: Pick<Headers, "get">): Promise<void> {
  if (!(await isLeft(headers))) return;
  for (const violation of violationsIn(body)) note(violation);
}

async function isLeft(headers: Pick<Headers, "get">): Promise<boolean> {
  try {
    await spendByCaller(headers, ofCaller);
    await spend(ofShop, "all");
    return true;
  } catch (error) {
    if (error instanceof Problem) return false;
    throw error;
  }
}

type Violation = { directive: string; blocked: string; page: string };

function violationsIn(body: string): Violation[] {
  const json = jsonOf(body);
  const old = Old.safeParse(json);
  if (old.success) {
    const report = old.data["csp-report"];
    const directive = report["effective-directive"] ?? report["violated-directive"];
    return [violationOf(directive, report["blocked-uri"], report["document-uri"])];
  }
  const reports = New.safeParse(json);
  return (reports.data ?? [])
    .filter(({ type }) => type === "csp-violation")
    .map(({ body }) => violationOf(body.effectiveDirective, body.blockedURL, body.documentURL));
}

function jsonOf(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return undefined;
  }
}

const violationOf = (directive: unknown, blocked: unknown, page: unknown): Violation => ({
  directive: /^[a-z-]{1,40}/.exec(String(directive))?.[0] ?? "unknown",
  blocked: originOf(String(blocked)),
  page: kindOf(String(page)),
});

/** Only the origin of what was blocked, or a keyword such as `inline`: the rest may name people. */
function originOf(text: string): string {
  if (/^[a-z-]{1,30}$/.test(text)) return text;
  if (!URL.canParse(text)) return "unknown";
  const { protocol, host } = new URL(text);
  return `${protocol}//${host}`.slice(0, 100);
}

/** At most the first two segments of a page's path, without an order's number. */
function kindOf(text: string): string {
  if (!URL.canParse(text)) return "unknown";
  const steps = new URL(text).pathname.split("/").slice(0, 3);
  return steps.map((step) => (/^[a-z-]{0,30}$/.test(step) ? step : "…")).join("/");
}

/** How many kinds are distinguished within an hour. */
const kindsKept = 200;

// On globalThis because a bundler may load this module twice.
const scope = globalThis as typeof globalThis & {
  twotrackReports?: { left: () => number; seen: Map<string, number> };
};

function note(violation: Violation) {
  const standing = scope.twotrackReports;
  const current = standing && standing.left() > 0 ? standing : { left: countdown(hours(1)), seen: new Map() };
  scope.twotrackReports = current;
  const kind = Object.values(violation).join(" ");
  const before = current.seen.get(kind) ?? 0;
  if (before === 0 && current.seen.size >= kindsKept) return;
  current.seen.set(kind, before + 1);
  // Logged at the 1st, 10th, 100th time and so on.
  if (/^10*$/.test(String(before + 1)))
    log.warn({ ...violation, seen: before + 1 }, "a browser stopped what a page's policy forbids");
}

/** Clears what was seen, for tests. */
export const forgetReports = () => {
  delete scope.twotrackReports;
};
