import Stripe from "stripe";

/** An error in Stripe's format. */
export type Fault = {
  status: number;
  type: "card_error" | "invalid_request_error" | "idempotency_error" | "api_error";
  message: string;
  code?: string;
  decline_code?: string;
  param?: string;
};

/** The error as the SDK throws it. */
export const thrown = ({ status, ...raw }: Fault) =>
  Stripe.errors.generateV1Error({ ...raw, statusCode: status, headers: {}, requestId: "req_1" });

export const declinedCard: Fault = {
  status: 402,
  type: "card_error",
  code: "card_declined",
  decline_code: "generic_decline",
  message: "Your card was declined.",
};

export const missing = (what: string): Fault => ({
  status: 404,
  type: "invalid_request_error",
  code: "resource_missing",
  message: `No such ${what}`,
});

export const refused = (message: string, more: Pick<Fault, "code" | "param"> = {}): Fault => ({
  status: 400,
  type: "invalid_request_error",
  message,
  ...more,
});
