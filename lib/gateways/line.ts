import { seconds } from "../clock";
import type { GatewayName } from "../contracts/gateways";
import { newBreaker } from "./breaker";
import { type HttpAnswer, type HttpRequest, newHttp } from "./http";
import { newTracks } from "./tracks";
import type { Traffic } from "./traffic";
import { endTrouble, noteClock, noteTrouble } from "./troubles";

export type LineLimits = {
  /** Requests in parallel. */
  connections: number;
  /** How many more may wait for a connection, and how long, in milliseconds. */
  waiting: number;
  waitMs: number;
  /** From the call to the last byte of the response, including the wait, in milliseconds. */
  deadlineMs: number;
  /** Maximum size of a response, in bytes. */
  maxBytes: number;
};

/**
 * Looks have separate connections, so that they never wait for asks. Toss recommends a timeout of at least a minute for
 * its lists. Source: Toss core API, "list transactions".
 */
const limitsOf: Record<Traffic, LineLimits> = {
  ask: { connections: 64, waiting: 256, waitMs: seconds(5), deadlineMs: seconds(30), maxBytes: 2 ** 20 },
  look: { connections: 32, waiting: 256, waitMs: seconds(5), deadlineMs: seconds(10), maxBytes: 2 ** 20 },
  list: { connections: 2, waiting: 8, waitMs: seconds(5), deadlineMs: seconds(60), maxBytes: 2 ** 23 },
};

/** The connections to a gateway for one kind of traffic. */
export type Line = {
  /**
   * Sends one request. Returns `not_sent`, at once or after `waitMs`, if the gateway stopped answering or too many
   * requests are in progress. Never throws on network errors and never retries: a request that failed may have taken
   * effect.
   */
  send(baseUrl: string, request: HttpRequest): Promise<HttpAnswer>;
  /** Whether the gateway has stopped answering, so that little or nothing is sent. */
  isSilent(): boolean;
  /** Resets the breaker, for tests. */
  forget(): void;
};

// On globalThis because a bundler may load this module twice.
const scope = globalThis as typeof globalThis & { twotrackLines?: Map<string, Line> };
scope.twotrackLines ??= new Map();
const lines = scope.twotrackLines;

/** This process's line to a gateway. Gateways do not share connections, so one that hangs does not block the other. */
export function lineTo(gateway: GatewayName, traffic: Traffic): Line {
  const name = `${gateway}:${traffic}`;
  const line = lines.get(name) ?? newLine(gateway, traffic, limitsOf[traffic]);
  lines.set(name, line);
  return line;
}

/** The lines on which the gateway has stopped answering, such as `toss:ask`. */
export const silentLines = () => [...lines].filter(([, line]) => line.isSilent()).map(([name]) => name);

/** Resets all breakers, for tests. */
export function forgetLines() {
  for (const line of lines.values()) line.forget();
}

export function newLine(gateway: GatewayName, traffic: Traffic, limits: LineLimits): Line {
  let breaker = newBreaker();
  const tracks = newTracks(limits);
  const http = newHttp(limits);
  const trouble = `silent_${traffic}` as const;

  const notSent = (): HttpAnswer => {
    if (breaker.isOpen()) noteTrouble(gateway, trouble);
    return { is: "silent", why: "not_sent" };
  };

  return {
    isSilent: () => breaker.isOpen(),
    forget() {
      breaker = newBreaker();
    },
    async send(baseUrl, request) {
      if (breaker.refuses()) return notSent();
      const deadline = AbortSignal.timeout(limits.deadlineMs);
      const release = await tracks.take(limits.waitMs);
      if (!release) return notSent();
      try {
        // The breaker may have opened while this request waited.
        const admission = breaker.admit();
        if (!admission) return notSent();
        const answer = await http(baseUrl, request, deadline);
        if (answer.is === "silent") {
          if (admission.silent()) noteTrouble(gateway, trouble);
        } else {
          noteClock(gateway, answer.headers.date);
          if (admission.answered()) endTrouble(gateway, trouble);
        }
        return answer;
      } finally {
        release();
      }
    },
  };
}
