import type { Intent } from "../entities/intent";
import type { CaptureMethod } from "../entities/session";
import type { Metadata, Shipping } from "../entities/shared";
import { newClientSecret, newStem, paymentId } from "../ids";
import { tellIntent } from "../news/tell";
import type { Stripe } from "../stripe";

export type IntentOrder = {
  amount: number;
  currency: string;
  orderId: string | null;
  session?: string;
  captureMethod: CaptureMethod;
  cardCaptureMethod: "manual" | null;
  description: string | null;
  metadata: Metadata;
  receiptEmail: string | null;
  shipping: Shipping | null;
  setupFutureUsage?: "on_session" | "off_session" | undefined;
  statementDescriptor: string | null;
  statementDescriptorSuffix: string | null;
  transferGroup: string | null;
  allowedTypes: string[] | null;
  excludedTypes: string[];
  redirects?: "always" | "never";
  /** Chosen in advance; the intent then waits for confirmation. */
  paymentMethod?: string | undefined;
};

export function createIntent(stripe: Stripe, order: IntentOrder): Intent {
  const id = paymentId("pi", newStem());
  const {
    paymentMethod = null,
    session = null,
    redirects = "always",
    setupFutureUsage = null,
    ...rest
  } = order;
  const intent: Intent = {
    ...rest,
    id,
    session,
    redirects,
    setupFutureUsage,
    paymentMethod,
    status: paymentMethod === null ? "requires_payment_method" : "requires_confirmation",
    amountCapturable: 0,
    amountReceived: 0,
    clientSecret: newClientSecret(id),
    latestCharge: null,
    lastError: null,
    challenge: null,
    canceledAt: null,
    cancellationReason: null,
    createdAt: stripe.clock.now(),
    dueAt: null,
  };
  stripe.intents.save(intent);
  tellIntent(stripe, "payment_intent.created", intent);
  return intent;
}
