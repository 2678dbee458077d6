import type { PaymentIntent, PaymentMethod, StripeError } from "@stripe/stripe-js";
import { type CardField, cardFields, type Problems, readExpiry } from "../pages/card-form";
import { describeDecline } from "../pages/card-words";
import { ask, intentIdOf, retrieve } from "./api";
import { cardInputs, language, onTestCard, text } from "./card-inputs";
import { applyLook } from "./look";
import type {
  Answer,
  Command,
  ElementOptions,
  Expected,
  FromElement,
  Params,
  Question,
  ToElement,
} from "./messages";
import { listen, tell as post } from "./parent";

const tell = (message: FromElement) => post(message);
const form = document.forms.namedItem("card");
/** This page is served at `/elements/payment` under Stripe's base URL, which may include a path. */
const base = new URL("..", location.href).href.slice(0, -1);
let key = "";
let collapsed = false;
let readOnly = false;

const inputs = cardInputs(tellChange);
onTestCard(inputs.fill);
form?.addEventListener("submit", (event) => event.preventDefault());

listen<ToElement>((message) => {
  switch (message.type) {
    case "init":
      key = message.key;
      applyLook(message.look);
      setOptions(message.options);
      return void begin(message.clientSecret);
    case "look":
      return applyLook(message.look);
    case "options":
      return setOptions(message.options);
    case "command":
      return obey(message.command);
    case "ask":
      return void answer(message.question).then((found) =>
        tell({ type: "answer", id: message.id, answer: found }),
      );
  }
});

const height = () =>
  tell({ type: "height", height: Math.ceil(document.body.getBoundingClientRect().height) });
new ResizeObserver(height).observe(document.body);
height();
window.addEventListener("focus", () => tell({ type: "focus" }));
window.addEventListener("blur", () => tell({ type: "blur" }));
document.addEventListener("keydown", ({ key: pressed }) => {
  if (pressed === "Escape") tell({ type: "escape" });
});
tell({ type: "here" });

/** A payment that can no longer be paid, or does not exist, gets no form. */
async function begin(clientSecret: string | null) {
  const found = clientSecret === null ? null : await retrieve(base, key, clientSecret);
  const error = found?.error ?? (found?.paymentIntent ? errorOf(found.paymentIntent) : null);
  if (error) tell({ type: "loaderror", error });
  else tell({ type: "ready" });
}

function errorOf({ status, payment_method_types: methods }: PaymentIntent): StripeError | null {
  if (!["requires_payment_method", "requires_confirmation", "requires_action"].includes(status)) {
    const message = `A PaymentIntent with the status ${status} cannot be paid: the Payment Element needs one that can.`;
    return { type: "invalid_request_error", code: "payment_intent_unexpected_state", message };
  }
  if (methods.includes("card")) return null;
  const message =
    "This Stripe emulator's Payment Element takes cards, which the PaymentIntent does not allow.";
  return { type: "invalid_request_error", message };
}

function setOptions(options: ElementOptions) {
  readOnly = options.readOnly === true;
  inputs.readOnly(readOnly);
}

function obey(command: Command) {
  switch (command) {
    case "focus":
      return inputs.focus();
    case "blur":
      return document.activeElement instanceof HTMLElement ? document.activeElement.blur() : undefined;
    case "clear":
      return inputs.fill({ number: "", expiry: "", cvc: "" });
    case "collapse":
      collapsed = true;
      return tellChange();
  }
}

function tellChange() {
  const entered = inputs.entered();
  const empty = cardFields.every((field) => entered[field] === "");
  if (!empty) collapsed = false;
  const complete = Object.keys(inputs.problems()).length === 0;
  tell({ type: "change", change: { empty, complete, collapsed } });
}

async function answer(question: Question): Promise<Answer> {
  const error = validationError(inputs.sayAll());
  if (error || question.do === "validate") return error ? { error } : {};
  inputs.readOnly(true);
  const found = await (question.do === "confirm" ? confirm(question) : createPaymentMethod(question.params));
  inputs.readOnly(readOnly);
  return found;
}

function validationError(problems: Problems): StripeError | null {
  const field = cardFields.find((one: CardField) => problems[one]);
  const code = field && problems[field];
  return code ? { type: "validation_error", code, message: text.problems[code] } : null;
}

async function confirm(question: Extract<Question, { do: "confirm" }>): Promise<Answer> {
  const { clientSecret, expected, params } = question;
  const unlike = expected && (await differs(clientSecret, expected));
  if (unlike) return { error: unlike };
  const { payment_method_data: data, ...rest } = params;
  const reply = await ask<PaymentIntent>(
    base,
    key,
    "POST",
    `/payment_intents/${intentIdOf(clientSecret)}/confirm`,
    {
      ...rest,
      client_secret: clientSecret,
      use_stripe_sdk: true,
      payment_method_data: { ...(typeof data === "object" ? data : {}), ...cardData() },
    },
  );
  return reply.error ? { error: inOurWords(reply.error) } : { paymentIntent: reply.body };
}

/** The error if the intent's amount or currency differs from what the shop passed to `elements()`. */
async function differs(clientSecret: string, { amount, currency }: Expected): Promise<StripeError | null> {
  const found = await retrieve(base, key, clientSecret);
  if (found.error) return found.error;
  if (found.paymentIntent.amount === amount && found.paymentIntent.currency === currency) return null;
  const message = "The amount and currency of elements() are not those of the PaymentIntent.";
  return { type: "invalid_request_error", message };
}

async function createPaymentMethod(params: Params): Promise<Answer> {
  const path = "/payment_methods";
  const reply = await ask<PaymentMethod>(base, key, "POST", path, { ...params, ...cardData() });
  return reply.error ? { error: inOurWords(reply.error) } : { paymentMethod: reply.body };
}

/** The only place the card number is sent from, and only to the gateway. */
function cardData(): Params {
  const { number, expiry, cvc } = inputs.entered();
  const { month, year } = readExpiry(expiry);
  return {
    type: "card",
    card: { number: number.replaceAll(" ", ""), exp_month: month, exp_year: year, cvc },
  };
}

/** Translates card errors into the buyer's language. */
function inOurWords(error: StripeError): StripeError {
  if (error.type !== "card_error") return error;
  const { code, decline_code: declineCode, message } = error;
  return { ...error, message: describeDecline({ code, declineCode, message }, language) };
}
