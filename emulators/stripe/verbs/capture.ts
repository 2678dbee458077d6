import type { Charge } from "../entities/charge";
import type { Intent } from "../entities/intent";
import { invalid, type Refusal } from "../errors";
import { tellCharge, tellIntent } from "../news/tell";
import type { Stripe } from "../stripe";
import { book } from "./charge";
import { markPaid } from "./complete-session";
import { unexpectedState } from "./confirm";
import { chargeOf } from "./succeed";

/** Captures a hold, or part of it; the rest is released. */
export function capture(stripe: Stripe, intent: Intent, asked: number | undefined): Intent | Refusal {
  const refused = refusalToCapture(stripe, intent, asked);
  if (refused) return refused;
  const amount = asked ?? intent.amountCapturable;
  const held = chargeOf(stripe, intent);
  const captured: Charge = { ...held, captured: true, amountCaptured: amount, captureBefore: null };
  const paid: Intent = {
    ...intent,
    status: "succeeded",
    amountCapturable: 0,
    amountReceived: amount,
    dueAt: null,
  };
  stripe.intents.save(paid);
  tellCharge(
    stripe,
    "charge.captured",
    book(stripe, captured, { ...intent, captureMethod: "automatic_async" }),
  );
  tellIntent(stripe, "payment_intent.succeeded", paid);
  markPaid(stripe, paid);
  return paid;
}

function refusalToCapture(stripe: Stripe, intent: Intent, asked: number | undefined): Refusal | null {
  const { status, captureMethod, cardCaptureMethod, amountCapturable } = intent;
  if (status === "succeeded" && (captureMethod === "manual" || cardCaptureMethod === "manual")) {
    return unexpectedState(
      stripe,
      intent,
      "The remaining amount on this PaymentIntent could not be captured because the remainder of the authorized amount has been released.",
    );
  }
  if (status !== "requires_capture") {
    return unexpectedState(
      stripe,
      intent,
      `This PaymentIntent could not be captured because it has a status of ${status}. Only a PaymentIntent with one of the following statuses may be captured: requires_capture.`,
    );
  }
  if (asked !== undefined && asked > amountCapturable) {
    return invalid(
      "The payment could not be captured because the requested capture amount is greater than the amount you can capture for this charge.",
      { code: "amount_too_large", param: "amount_to_capture" },
    );
  }
  return null;
}
