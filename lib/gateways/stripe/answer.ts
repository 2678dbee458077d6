import Stripe from "stripe";
import type { Answer, Why } from "../gateway";
import { exceedsCharge, newsInRefusals, noSuchCard, whyOf } from "./codes";
import { NoAnswer } from "./over-lines";

/** What an error of the SDK's says about a write: a refusal of the closed list, or that we do not know. */
export function answerOfError(error: unknown, declines: ReadonlySet<string>): Answer {
  if (!(error instanceof Stripe.errors.StripeError)) throw error;
  if (error instanceof Stripe.errors.StripeConnectionError)
    return { is: "unknown", why: whyNoAnswer(error), code: null };
  const { statusCode } = error;
  // The SDK read something that is no JSON.
  if (statusCode === undefined) return { is: "unknown", why: "malformed", code: null };
  const code = codeOf(error);
  // A server that broke says nothing for sure, whatever code it names.
  const listed = code === noSuchCard ? code : error.code || code;
  if (code && statusCode < 500 && declines.has(listed ?? ""))
    return {
      is: "declined",
      code,
      stillOpen: statusCode === 402 || code === noSuchCard,
      ...(newsInRefusals.has(code) && { isNews: true }),
    };
  return { is: "unknown", why: whyOf(statusCode, code), code };
}

/** Why the card's bank said no is worth more than that it did; a card that is not there is refused like one that is. */
function codeOf(error: InstanceType<typeof Stripe.errors.StripeError>): string | null {
  if (error.decline_code) return error.decline_code;
  if (error.code === "resource_missing" && error.param === "payment_method") return noSuchCard;
  if (error.code) return error.code;
  return error.param === "amount" && /refund amount/i.test(error.message) ? exceedsCharge : null;
}

const whyNoAnswer = ({ detail }: InstanceType<typeof Stripe.errors.StripeConnectionError>): Why =>
  detail instanceof NoAnswer ? detail.code : "unreachable";
