import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { SpanStatusCode, trace } from "@opentelemetry/api";
import { OTLPTraceExporter } from "@opentelemetry/exporter-trace-otlp-http";
import { expect, onTestFinished, test } from "vitest";
import { anAuthenticatedPayment, confirmWith } from "@/testing/makers";
import { startTracing } from "./tracing";

test("a collector gets who was asked for what and how it ended, and no person, address or proof", async () => {
  const bodies: string[] = [];
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    bodies.push(Buffer.concat(chunks).toString());
    response.writeHead(200, { "content-type": "application/json" }).end("{}");
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
    trace.disable();
  });
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1/traces`;
  const stop = startTracing(new OTLPTraceExporter({ url }));

  const { order, payment, paymentKey } = await anAuthenticatedPayment();
  await trace.getTracer("test").startActiveSpan(`GET /orders/${order.number}?token=hunter2`, async (span) => {
    span.setAttributes({ "http.target": "/orders?token=hunter2", "http.route": "/orders/[number]" });
    await confirmWith(payment, paymentKey);
    span.recordException(new Error("params: mina@example.com"));
    span.setStatus({ code: SpanStatusCode.ERROR, message: "mina@example.com" });
    span.end();
  });
  await stop();

  const told = bodies.join("\n");
  for (const name of ["gateway toss confirm", "transaction", "/orders/[number]", "twotrack.outcome"])
    expect(told).toContain(name);
  for (const secret of ["hunter2", "mina", paymentKey, payment.id, order.customerEmail])
    expect(told).not.toContain(secret);
});
