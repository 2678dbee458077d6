import Stripe from "stripe";
import type { Answer, Why } from "../gateway";
import { isVague } from "../rejected";
import { saidSafely } from "../said";
import {
  declinesOf,
  exceedsCharge,
  noBalance,
  noSuchCard,
  refusedInputs,
  sayingLittle,
  usedCard,
  type Verb,
  whyOf,
} from "./codes";
import { NoAnswer } from "./over-lines";

type StripeError = InstanceType<typeof Stripe.errors.StripeError>;

/**
 * Maps an SDK error to the answer to a write, here and nowhere else: a decline from the closed list, a request Stripe
 * rejected, or unknown.
 */
export function answerOfError(error: unknown, verb: Verb): Answer {
  if (!(error instanceof Stripe.errors.StripeError)) throw error;
  if (error instanceof Stripe.errors.StripeConnectionError)
    return { is: "unknown", why: whyNoAnswer(error), code: null };
  const { statusCode } = error;
  // The SDK received something that is not JSON.
  if (statusCode === undefined) return { is: "unknown", why: "malformed", code: null };
  const code = codeOf(error);
  // A server error says nothing certain, whatever its code.
  if (code && !isVague(statusCode) && declinesOf[verb].has(listedCodeOf(error, code)))
    return {
      is: "declined",
      code,
      stillOpen: verb === "confirm",
      // Each of these means that somebody else changed the charge.
      ...((verb === "refund" || verb === "capture") && { tellsMore: true }),
    };
  const why = whyOf(verb, statusCode, error.rawType, code);
  if (why) return { is: "unknown", why, code };
  return {
    is: "rejected",
    code,
    about: code && refusedInputs.has(code) ? "input" : ofKeys.has(statusCode) ? "keys" : "request",
    said: saidSafely({
      status: statusCode,
      message: error.message,
      param: error.param ?? null,
      requestId: error.requestId ?? null,
    }),
  };
}

/** Authentication and permission are checked before anything else. Source: Stripe API reference, "Errors". */
const ofKeys: ReadonlySet<number> = new Set([401, 403]);

/** For a declined card, the list contains the error's code, whatever the bank's reason. */
const listedCodeOf = (error: StripeError, code: string) => error.code || code;

/** The error's code; for a declined card, the bank's reason. Some errors without a code get one of our own. */
function codeOf(error: StripeError): string | null {
  if (error.code === "resource_missing" && error.param === "payment_method") return noSuchCard;
  if (error.code && !sayingLittle.has(error.code)) return error.code;
  if (error.decline_code || error.code) return error.decline_code || error.code || null;
  if (error.param === "amount" && /refund amount/i.test(error.message)) return exceedsCharge;
  return wordless.find(([words]) => words.test(error.message))?.[1] ?? null;
}

/** Errors that can only be recognized by their message. */
const wordless: [words: RegExp, code: string][] = [
  [/PaymentMethod was previously used/i, usedCard],
  [/insufficient funds in your Stripe balance/i, noBalance],
];

const whyNoAnswer = ({ detail }: InstanceType<typeof Stripe.errors.StripeConnectionError>): Why =>
  detail instanceof NoAnswer ? detail.code : "unreachable";
