import { createHash } from "node:crypto";
import type { Context } from "hono";
import { type Answer, type FrontWords, pass } from "../../kit/front";
import { type Bindings, readText, wireOf } from "../../kit/http";
import type { StoredAnswer } from "../../kit/idempotency";
import { randomText } from "../../kit/text";
import { isRefusal, keyReused, misread, printError, type Refusal } from "../errors";
import { errorNamed } from "../errors/catalog";
import { apiVersion } from "../keys";
import { idempotencyKeyLengthMax } from "../rules";
import type { Stripe } from "../stripe";
import { act } from "../verbs/act";
import { authorize, type Key, secretKeyRequired } from "./auth";
import { expand, refusalToExpand, type Shape } from "./expand";
import { type Form, readForm } from "./form";
import { inflate } from "./inflate";
import { faultOperationOf, type Operation } from "./operations";
import { redact } from "./redact";

export type Question = {
  operation: Operation;
  /** The object the call is about, and how to find its order. */
  objectId?: string;
  orderId?: (form: Form) => string | null;
  /** The shape of the answer, which decides what can be expanded. */
  shape: Shape;
  /** Whether browsers may call it too; their answers show only the fields a browser may see. */
  browsers?: true;
  act(form: Form, key: Key): object | Refusal;
};

/** Passes a call through the front, after the checks that all calls share, and prints the answer. */
export async function answer(stripe: Stripe, c: Context<Bindings>, question: Question): Promise<Response> {
  const requestId = `req_${randomText(14)}`;
  const posts = c.req.method === "POST";
  const writes = c.req.method !== "GET";
  const text = posts ? await readText(c) : new URL(c.req.url).search.slice(1);
  const asked = text === undefined ? null : readForm(text);
  const { expand: paths, ...form } = asked ?? {};
  const idempotencyKey = posts ? c.req.header("idempotency-key") || null : null;
  const key = authorize(c.req.header("authorization"));
  const refused = isRefusal(key) ? key : refusalAtTheFront();

  function refusalAtTheFront(): Refusal | null {
    const version = c.req.header("stripe-version");
    if (version !== undefined && version !== apiVersion) {
      return misread(`Invalid Stripe API version: ${version}`);
    }
    if (idempotencyKey !== null && idempotencyKey.length > idempotencyKeyLengthMax) {
      return misread(`Idempotency keys are at most ${idempotencyKeyLengthMax} characters long.`);
    }
    if (key === "publishable" && !question.browsers) return secretKeyRequired;
    if (!asked) return misread("Invalid request: the parameters could not be read.");
    return refusalToExpand(paths, question.shape);
  }

  return pass(stripe.front, {
    operation: question.operation,
    faultOperation: faultOperationOf(question.operation, writes),
    orderId: question.orderId?.(form) ?? null,
    paymentKey: question.objectId ?? null,
    idempotencyKey,
    body: writes ? redact(form) : null,
    scope: idempotencyKey !== null && !refused ? `${String(key)} ${idempotencyKey}` : null,
    fingerprint: fingerprintOf(`${c.req.method} ${c.req.path} ${text}`),
    act(): Answer {
      if (refused) return print(refused);
      if (isRefusal(key)) return print(key);
      return act(stripe, () => print(question.act(form, key)), { id: requestId, idempotencyKey });
    },
    words: words(requestId, idempotencyKey ?? ""),
    wire: wireOf(c),
    print: (stored, replayed) => printAnswer(stored, requestId, replayed),
  });

  function print(outcome: object | Refusal): Answer {
    if (isRefusal(outcome)) {
      const { status, error, kept } = outcome.refused;
      return { status, body: printError(error, requestId), acted: false, kept };
    }
    return { status: 200, body: expand(stripe, outcome, paths), acted: writes };
  }
}

/** A hash that tells whether a key is reused with the same request, without storing the request. */
function fingerprintOf(request: string): string {
  return createHash("sha256").update(request).digest("base64url");
}

function words(requestId: string, key: string): FrontWords {
  const wording = ({ refused: { status, error, kept } }: Refusal): StoredAnswer & { kept: boolean } => ({
    status,
    body: printError(error, requestId),
    kept,
  });
  return {
    stillRunning: () => wording(errorNamed("idempotency_key_in_use")),
    internalError: () => wording(errorNamed("api_error")),
    refusal: (code) => wording(errorNamed(code)),
    keyReused: () => wording(keyReused(key)),
    inflate,
  };
}

/** Refuses a request before it reaches an operation. */
export function printRefusal({ refused: { status, error } }: Refusal): Response {
  const requestId = `req_${randomText(14)}`;
  return printAnswer({ status, body: printError(error, requestId) }, requestId, false);
}

function printAnswer({ status, body }: StoredAnswer, requestId: string, replayed: boolean): Response {
  const headers = {
    "request-id": requestId,
    "stripe-version": apiVersion,
    "access-control-allow-origin": "*",
    "access-control-expose-headers": "Request-Id, Stripe-Version",
    ...(replayed && { "idempotent-replayed": "true" }),
  };
  return Response.json(body, { status, headers });
}
