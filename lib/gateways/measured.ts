import { SpanKind, SpanStatusCode, trace } from "@opentelemetry/api";
import { countdown } from "../clock";
import { meter } from "../meter";
import type { Gateway } from "./gateway";

const measured = [
  "open",
  "confirm",
  "close",
  "capture",
  "acquire",
  "refund",
  "issueReceipt",
  "cancelReceipt",
  "look",
  "changes",
  "settlement",
] as const;
const dayMs = 86_400_000;

/** Wraps a gateway so that each request is counted, timed and traced, if metrics or tracing are on. */
export function measure(name: string, gateway: Gateway): Gateway {
  const watched = Object.fromEntries(
    measured.map((operation) => {
      const ask = gateway[operation] as (...given: unknown[]) => Promise<{ is: string }>;
      const timed = (...given: unknown[]) => {
        const left = countdown(dayMs);
        return trace
          .getTracer("twotrack")
          .startActiveSpan(`gateway ${name} ${operation}`, { kind: SpanKind.CLIENT }, async (span) => {
            let outcome = "threw";
            try {
              const answer = await ask.apply(gateway, given);
              outcome = outcomeOf(answer);
              return answer;
            } finally {
              meter()?.gatewayCall(name, operation, outcome, (dayMs - left()) / 1_000);
              span.setAttributes({ "twotrack.gateway": name, "twotrack.outcome": outcome });
              if (outcome === "threw") span.setStatus({ code: SpanStatusCode.ERROR });
              span.end();
            }
          });
      };
      return [operation, timed];
    }),
  );
  return { ...gateway, ...watched };
}

/** Unknown answers are counted by reason: a silent gateway is a different problem than one that refuses our keys. */
const outcomeOf = (answer: { is: string; why?: string }) =>
  answer.is === "unknown" ? `unknown_${answer.why}` : answer.is;
