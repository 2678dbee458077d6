import { announced } from "@/db/announced";
import { db, transaction } from "@/db/store";
import { endpoints, hasUntold, insertDeliveries, takeUntold, type Untold } from "@/db/webhooks";
import { newId, now } from "../clock";
import type { SentEvent } from "../contracts/webhook-events";

/** How many events one unit of work takes. */
const batch = 100;

/** Writes a message to each endpoint for what happened. An event's message exists once it is marked as told. */
export async function announceEvents(): Promise<void> {
  while (await hasUntold(db)) {
    const at = now();
    await transaction(async (tx) => {
      const untold = await takeUntold(tx, batch);
      const open = (await endpoints(tx)).filter(({ offAt }) => offAt === null);
      const rows = untold.flatMap((one) => {
        const type = announced[one.event.kind];
        if (!type) return [];
        const body = bodyOf(type, one);
        return open
          .filter(({ events }) => events.length === 0 || events.includes(type))
          .map(({ id: endpointId }) => newDelivery({ endpointId, eventId: one.event.id, type, body }, at));
      });
      await insertDeliveries(tx, rows);
    });
  }
}

export const newDelivery = (
  about: { endpointId: string; eventId: string | null; type: SentEvent; body: string },
  at: Date,
) => ({ id: newId("msg"), ...about, state: "new" as const, nextAt: at, createdAt: at });

/** What happened, without personal data. The receiver reads the rest over the API. Amounts in minor units. */
function bodyOf(type: SentEvent, { event, order }: Untold): string {
  const { refund_id, amount } = event.detail;
  const about = type.startsWith("refund.")
    ? { refund: { id: refund_id ?? null, amount } }
    : type.startsWith("dispute.")
      ? { dispute: { amount: amount ?? null } }
      : {};
  return JSON.stringify({
    type,
    timestamp: event.at.toISOString(),
    data: {
      order_number: order.number,
      reference: order.reference,
      amount: order.amount,
      currency: order.currency,
      live: order.live,
      payment_id: event.paymentId,
      ...about,
    },
  });
}
