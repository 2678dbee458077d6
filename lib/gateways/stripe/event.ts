import { z } from "zod";
import type { Named } from "../gateway";
import { withoutField } from "../without-field";
import { metadata, orderIdKey, said } from "./wire";

// Webhooks of Stripe: which payment an event is about. What happened to it, only a look tells.

const Id = z.string().regex(/^[\x21-\x7e]{1,200}$/);
const Reference = z
  .union([Id, z.object({ id: Id })])
  .transform((it) => (typeof it === "string" ? it : it.id));
const Event = z.object({
  id: Id,
  type: z.string().optional(),
  livemode: z.boolean(),
  data: z.object({
    object: z.object({
      id: Id.optional(),
      object: z.string(),
      payment_intent: Reference.nullish(),
      client_reference_id: Id.nullish().catch(null),
      metadata,
    }),
  }),
});

/** Anybody with access to the Stripe account can write metadata, so values that are not IDs are ignored. */
const orderIdIn = (given: z.output<typeof metadata>) => Id.safeParse(said(given, orderIdKey)).data ?? null;

/** The payment an event is about, as far as it says; none of ours if the event is from the other environment. */
export function readEvent(
  body: string,
  live: boolean,
): { id: string | null; about: Named | null; isDecline?: true } {
  try {
    const { id, type, livemode, data } = Event.parse(JSON.parse(body));
    const { object, payment_intent: intent = null, metadata: given } = data.object;
    const named = {
      paymentKey: object === "payment_intent" ? (data.object.id ?? null) : (intent ?? null),
      sessionKey: object === "checkout.session" ? (data.object.id ?? null) : null,
      orderId: data.object.client_reference_id ?? orderIdIn(given),
    };
    const isOurs = livemode === live && Object.values(named).some((name) => name !== null);
    const isDecline = type === "payment_intent.payment_failed";
    return { id, about: isOurs ? named : null, ...(isDecline && { isDecline }) };
  } catch {
    return { id: null, about: null };
  }
}

/**
 * A webhook's body without client secrets, which would let a reader pay in the shopper's place. Source: Stripe API,
 * "The PaymentIntent object", `client_secret`: not to be stored or logged.
 */
export const withoutSecrets = (body: string): string => withoutField(body, "client_secret");
