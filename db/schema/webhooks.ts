import { sql } from "drizzle-orm";
import type { SentEvent, WebhookEvent } from "@/lib/contracts/webhook-events";
import { index, instant, integer, json, table, text } from "../columns";

/** staff: switched off at the desk. failures: it failed for days. gone: it answered 410. */
export const switchedOffBy = ["staff", "failures", "gone"] as const;

/** Where other servers are told what happened. */
export const webhookEndpoints = table("webhook_endpoints", {
  id: text().primaryKey(),
  url: text().notNull(),
  /** What it is told about; empty for everything. */
  events: json<WebhookEvent[]>().notNull(),
  /** Encrypted with a key of SESSION_SECRET, since every message is signed with it. */
  secret: text().notNull(),
  /** The secret before, which signs as well until then. */
  previousSecret: text(),
  previousUntil: instant(),
  /** `staff:…`, as in the audit log. */
  madeBy: text().notNull(),
  createdAt: instant().notNull(),
  /** Since when no message was accepted; null while they are. */
  failingSince: instant(),
  /** Nothing is sent to it from then on. */
  offAt: instant(),
  offBy: text({ enum: switchedOffBy }),
  removedAt: instant(),
});

/** A message to one endpoint, and what became of it. */
export const webhookDeliveries = table(
  "webhook_deliveries",
  {
    /** Also the message's `webhook-id`: the same for every try. */
    id: text().primaryKey(),
    endpointId: text()
      .notNull()
      .references(() => webhookEndpoints.id),
    /** The event of an order's story; null for a test. */
    eventId: text(),
    type: text().$type<SentEvent>().notNull(),
    /** The body as it is sent. It has no personal data. */
    body: text().notNull(),
    state: text({ enum: ["new", "done", "failed"] }).notNull(),
    tries: integer().notNull().default(0),
    nextAt: instant().notNull(),
    leasedUntil: instant(),
    /** The HTTP status of the last try, or a code for why there was none. */
    lastAnswer: text(),
    createdAt: instant().notNull(),
    endedAt: instant(),
  },
  (t) => [
    index("webhook_deliveries_due").on(t.nextAt).where(sql`${t.state} = 'new'`),
    index("webhook_deliveries_created").on(t.createdAt, t.id),
  ],
);

export type WebhookEndpoint = typeof webhookEndpoints.$inferSelect;
export type WebhookDelivery = typeof webhookDeliveries.$inferSelect;
