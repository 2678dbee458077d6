import type { PaymentIntent, PaymentIntentResult, StripeError } from "@stripe/stripe-js";
import { describeDecline } from "../../pages/card-words";
import { retrieve } from "../api";
import type { Answer, Expected, Params, Question } from "../messages";
import { type Group, groupOf } from "./elements";
import { base } from "./environment";
import { must } from "./errors";
import { chooseLocale, inKorean } from "./locale";
import { isClientSecret, isObject } from "./options";
import { showChallenge } from "./overlay";

/** `stripe.confirmPayment`: pays with what the buyer entered in the Payment Element. */
export async function confirmPayment(key: string, given: unknown): Promise<PaymentIntentResult> {
  must(isObject(given), "confirmPayment() takes an object with elements and confirmParams.");
  const group = groupOf(given.elements);
  const { clientSecret, expected } = intentFor(group, given.clientSecret);
  const confirmParams = paramsOf(given.confirmParams);
  const always = given.redirect !== "if_required";
  const returnUrl = confirmParams.return_url;
  must(
    typeof returnUrl === "string" ? isUrl(returnUrl) : !always,
    'confirmPayment() needs confirmParams.return_url, an address with its origin; only with redirect: "if_required" it may be left out.',
  );
  const payment = group.payment();
  must(payment, "confirmPayment() needs a Payment Element that is mounted.");

  const question: Question = { do: "confirm", clientSecret, expected, params: confirmParams };
  const locale = chooseLocale(group.options().locale);
  const answer = await payment.inside.ask(question);
  const result = await carryOn(key, clientSecret, answer, locale);
  if (result.error || !(always && typeof returnUrl === "string")) return result;
  return leave(comeBack(returnUrl, result.paymentIntent));
}

/**
 * `stripe.handleNextAction`, and `confirmCardPayment` without data: the server has confirmed, and the buyer continues.
 */
export async function handleNextAction(key: string, clientSecret: unknown): Promise<PaymentIntentResult> {
  must(isClientSecret(clientSecret), "The clientSecret is not one of a PaymentIntent: pi_…_secret_….");
  const found = await retrieve(base, key, clientSecret);
  if (found.error) return found;
  const { status, next_action } = found.paymentIntent;
  must(
    status === "requires_action" && next_action,
    "handleNextAction: the PaymentIntent asks for no action.",
  );
  return carryOn(key, clientSecret, found, navigator.language);
}

/** If the shop named an amount before it had an intent, its form must have passed `submit()`. */
function intentFor(group: Group, named: unknown): { clientSecret: string; expected: Expected | null } {
  const { clientSecret, mode, amount = 0, currency = "" } = group.options();
  if (!mode) {
    must(clientSecret, "confirmPayment() needs elements with a clientSecret.");
    must(named === undefined || named === clientSecret, "The clientSecret is not the one of the elements.");
    return { clientSecret, expected: null };
  }
  must(isClientSecret(named), "confirmPayment() needs a clientSecret, since the elements have none.");
  must(group.submitted(), "elements.submit() must be called, and find no error, before confirmPayment().");
  return { clientSecret: named, expected: { amount, currency } };
}

/** Carries out the next action in the answer: the bank's challenge, in an overlay or by leaving the page. */
export async function carryOn(
  key: string,
  clientSecret: string,
  answer: Answer,
  locale: string,
): Promise<PaymentIntentResult> {
  if (answer.error) return { error: answer.error };
  if (!("paymentIntent" in answer) || !answer.paymentIntent) throw new Error("not an answer about a payment");
  const { id, next_action } = answer.paymentIntent;
  if (next_action?.type === "redirect_to_url" && next_action.redirect_to_url?.url) {
    return leave(next_action.redirect_to_url.url);
  }
  if (next_action?.type !== "use_stripe_sdk") return { paymentIntent: answer.paymentIntent };
  await showChallenge(id, locale);
  const after = await retrieve(base, key, clientSecret);
  return after.error ? after : judge(after.paymentIntent, locale);
}

function judge(intent: PaymentIntent, locale: string): PaymentIntentResult {
  const failure = intent.last_payment_error;
  if (intent.status !== "requires_payment_method" || !failure) return { paymentIntent: intent };
  const { code, decline_code: declineCode, message: theirs } = failure;
  const message = describeDecline({ code, declineCode, message: theirs }, inKorean(locale) ? "ko" : "en");
  // The intent in an error and the intent a shop receives are the same object, typed by two packages.
  const error = { ...failure, message, payment_intent: intent } as unknown as StripeError;
  return { error };
}

function paramsOf(given: unknown): Params {
  must(given === undefined || isObject(given), "confirmParams is an object.");
  return (given ?? {}) as Params;
}

function isUrl(text: string): boolean {
  return URL.canParse(text) && /^https?:$/.test(new URL(text).protocol);
}

function comeBack(returnUrl: string, { id, client_secret, status }: PaymentIntent): string {
  const url = new URL(returnUrl);
  url.searchParams.set("payment_intent", id);
  url.searchParams.set("payment_intent_client_secret", client_secret ?? "");
  url.searchParams.set("redirect_status", status === "processing" ? "pending" : "succeeded");
  return url.href;
}

/** Leaves the page. The promise never resolves, unless the back button restores the page. */
function leave(url: string): Promise<PaymentIntentResult> {
  location.assign(url);
  return new Promise((resolve) => {
    window.addEventListener("pageshow", ({ persisted }) => {
      const message = "The buyer came back before it was over. Look at the PaymentIntent.";
      if (persisted) resolve({ error: { type: "api_error", message } });
    });
  });
}
