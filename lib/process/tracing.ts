import type { Attributes } from "@opentelemetry/api";
import { OTLPTraceExporter } from "@opentelemetry/exporter-trace-otlp-http";
import { resourceFromAttributes } from "@opentelemetry/resources";
import {
  BatchSpanProcessor,
  NodeTracerProvider,
  type ReadableSpan,
  type SpanExporter,
} from "@opentelemetry/sdk-trace-node";

/**
 * Exports traces over OTLP: Next's spans of requests, and the shop's spans of transactions and gateway requests. Only a
 * closed list of attributes is exported, since URLs contain proofs and errors contain text that people typed. Nothing
 * waits for the collector; while it is away, spans are dropped. Returns a function that sends the remaining spans and
 * shuts down.
 */
export function startTracing(exporter: SpanExporter = new OTLPTraceExporter()): () => Promise<void> {
  // Next would name spans after the URLs it fetches, and webhook URLs are secret.
  process.env.NEXT_OTEL_FETCH_DISABLED = "1";
  const provider = new NodeTracerProvider({
    resource: resourceFromAttributes({ "service.name": process.env.OTEL_SERVICE_NAME || "twotrack" }),
    spanProcessors: [new BatchSpanProcessor(scrubbing(exporter))],
  });
  provider.register();
  return () => provider.shutdown();
}

const told = new Set([
  "http.method",
  "http.request.method",
  "http.route",
  "http.status_code",
  "http.response.status_code",
  "next.route",
  "next.span_name",
  "next.span_type",
  "twotrack.gateway",
  "twotrack.outcome",
]);

const scrubbing = (exporter: SpanExporter): SpanExporter => ({
  export: (spans, done) => exporter.export(spans.map(scrubbed), done),
  shutdown: () => exporter.shutdown(),
  forceFlush: async () => exporter.forceFlush?.(),
});

/** The span without URLs, messages and attributes that are not on the list. */
export function scrubbed(span: ReadableSpan): ReadableSpan {
  return Object.create(span, {
    name: { value: withoutAddress(span.name), enumerable: true },
    attributes: { value: attributesOf(span.attributes), enumerable: true },
    events: { value: span.events.map(({ name, time }) => ({ name, time })), enumerable: true },
    links: { value: [], enumerable: true },
    status: { value: { code: span.status.code }, enumerable: true },
  });
}

const attributesOf = (attributes: Attributes): Attributes =>
  Object.fromEntries(
    Object.entries(attributes)
      .filter(([name]) => told.has(name))
      .map(([name, value]) => [name, typeof value === "string" ? withoutAddress(value) : value]),
  );

/** Routes have no query, so anything from `?` or `#` on belonged to a URL. */
const withoutAddress = (text: string) => text.replace(/[?#].*$/s, "").replace(/\bhttps?:\/\/\S*/g, "…");
