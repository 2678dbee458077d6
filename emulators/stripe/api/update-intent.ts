import type { z } from "zod";
import type { Intent } from "../entities/intent";
import { mergeMetadata } from "../entities/shared";
import { isRefusal, type Refusal } from "../errors";
import type { Stripe } from "../stripe";
import { unexpectedState } from "../verbs/confirm";
import { usablePaymentMethod } from "../verbs/payment-method";
import type { IntentUpdate } from "./intent-body";

/** Updates a PaymentIntent: anything before the money moves, afterward only descriptive fields. */
export function updateIntent(
  stripe: Stripe,
  intent: Intent,
  change: z.output<typeof IntentUpdate>,
): Intent | Refusal {
  const { metadata, description, receipt_email: receiptEmail, shipping, transfer_group, ...rest } = change;
  const early = ["requires_payment_method", "requires_confirmation", "requires_action"].includes(
    intent.status,
  );
  const [late] = Object.entries(rest).filter(([, value]) => value !== undefined);
  if (!early && late) {
    const message = `This PaymentIntent's ${late[0]} could not be updated because it has a status of ${intent.status}. You may only update the ${late[0]} of a PaymentIntent with one of the following statuses: requires_payment_method, requires_confirmation, requires_action.`;
    return unexpectedState(stripe, intent, message);
  }
  const method =
    rest.payment_method === undefined ? null : usablePaymentMethod(stripe, rest.payment_method, intent.id);
  if (method && isRefusal(method)) return method;
  const merged = mergeMetadata(intent.metadata, metadata ?? {});
  const updated: Intent = {
    ...intent,
    orderId: intent.orderId ?? merged.order_id ?? null,
    metadata: merged,
    description: description === undefined ? intent.description : description,
    receiptEmail: receiptEmail ?? intent.receiptEmail,
    shipping: shipping ?? intent.shipping,
    transferGroup: transfer_group ?? intent.transferGroup,
    amount: rest.amount ?? intent.amount,
    currency: rest.currency ?? intent.currency,
    captureMethod: rest.capture_method ?? intent.captureMethod,
    cardCaptureMethod: rest.payment_method_options?.card?.capture_method ?? intent.cardCaptureMethod,
    setupFutureUsage: rest.setup_future_usage ?? intent.setupFutureUsage,
    statementDescriptor: rest.statement_descriptor ?? intent.statementDescriptor,
    statementDescriptorSuffix: rest.statement_descriptor_suffix ?? intent.statementDescriptorSuffix,
    allowedTypes: rest.allowed_payment_method_types ?? intent.allowedTypes,
    excludedTypes: rest.excluded_payment_method_types ?? intent.excludedTypes,
    ...(method && { paymentMethod: method.id, status: "requires_confirmation" as const, challenge: null }),
  };
  stripe.intents.save(updated);
  return updated;
}
