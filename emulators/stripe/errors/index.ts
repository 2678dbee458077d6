/** An error in wire format; missing fields are left out. */
export type WireError = {
  type: "api_error" | "card_error" | "idempotency_error" | "invalid_request_error";
  message: string;
  code?: string;
  decline_code?: string;
  param?: string;
  charge?: string;
  payment_intent?: object;
  payment_method?: object;
};

/** An expected refusal: returned, never thrown. `kept` says whether an idempotency key stores it. */
export type Refusal = {
  refused: { status: number; error: WireError; kept: boolean };
};

export function isRefusal(outcome: object | string): outcome is Refusal {
  return typeof outcome === "object" && "refused" in outcome;
}

type Details = Omit<WireError, "type" | "message">;

/** The request was understood but cannot be carried out. */
export function invalid(message: string, details: Details = {}): Refusal {
  return refusal(400, { type: "invalid_request_error", message, ...details }, true);
}

/** The request could not be parsed. Nothing ran, so no key stores it. */
export function misread(message: string, details: Details = {}): Refusal {
  return refusal(400, { type: "invalid_request_error", message, ...details }, false);
}

export function missing(what: string, id: string, param: string): Refusal {
  const message = `No such ${what}: '${id}'`;
  return refusal(404, { type: "invalid_request_error", message, code: "resource_missing", param }, true);
}

/** Declined by the card or its issuer. */
export function declined(message: string, details: Details): Refusal {
  return refusal(402, { type: "card_error", message, ...details }, true);
}

export function unauthorized(message: string): Refusal {
  return refusal(401, { type: "invalid_request_error", message }, false);
}

export function forbidden(code: string, message: string): Refusal {
  return refusal(403, { type: "invalid_request_error", message, code }, false);
}

export function keyReused(key: string): Refusal {
  const message = `Keys for idempotent requests can only be used with the same parameters they were first used with. Try using a key other than '${key}' if you meant to execute a different request.`;
  return refusal(400, { type: "idempotency_error", message }, false);
}

export function refusal(status: number, error: WireError, kept: boolean): Refusal {
  return { refused: { status, error, kept } };
}

/** The body of an error answer: missing fields are left out, and a known code gets its documentation URL. */
export function printError(error: WireError, requestId: string): { error: object } {
  const { code } = error;
  const page = code ? { doc_url: `https://stripe.com/docs/error-codes/${code.replaceAll("_", "-")}` } : {};
  const log = { request_log_url: `https://dashboard.stripe.com/test/logs/${requestId}` };
  return { error: { ...error, ...page, ...log } };
}

export function unrecognizedUrl(method: string, path: string): Refusal {
  const message = `Unrecognized request URL (${method}: ${path}). If you are trying to list objects, remove the trailing slash. If you are trying to retrieve an object, make sure you passed a valid (non-empty) identifier in your code. Please see https://stripe.com/docs or we can help at https://support.stripe.com/.`;
  return refusal(404, { type: "invalid_request_error", message }, false);
}
