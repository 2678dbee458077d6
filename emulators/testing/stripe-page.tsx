import { Elements, PaymentElement, useElements, useStripe } from "@stripe/react-stripe-js";
import type { PaymentIntentResult, Stripe, StripeElements, StripeElementsOptions } from "@stripe/stripe-js";
import { loadStripe } from "@stripe/stripe-js/pure";
import { StrictMode, useState } from "react";
import { createRoot } from "react-dom/client";

/** The options a test passes to the shop's page in its URL. */
export type Wish = {
  secret: string;
  locale?: string;
  redirect?: "if_required" | "always";
  /** Announces the amount first, and names the payment only when the buyer pays. */
  later?: { amount: number; currency: string };
  theme?: "stripe" | "night" | "flat";
};

const { key = "" } = document.body.dataset;
const wish: Wish = JSON.parse(new URLSearchParams(location.search).get("wish") ?? "{}");
const { secret, locale, redirect = "if_required", later, theme } = wish;

const appearance = { theme: theme ?? "stripe", variables: { colorPrimary: "#0f766e", borderRadius: "4px" } };
const common = { appearance, ...(locale && { locale }) };
const options = (
  later ? { ...common, mode: "payment", ...later } : { ...common, clientSecret: secret }
) as StripeElementsOptions;

/** The real loader; the page's script has already defined Stripe. */
const loading = loadStripe(key);

async function pay(stripe: Stripe, elements: StripeElements): Promise<string> {
  if (later) {
    const { error } = await elements.submit();
    if (error) return describe({ error });
  }
  const confirmParams = { return_url: `${location.origin}/done?order=7` };
  const confirmation = { elements, confirmParams, redirect, ...(later && { clientSecret: secret }) };
  return describe(await stripe.confirmPayment(confirmation as never));
}

function describe({ error, paymentIntent }: PaymentIntentResult): string {
  return error
    ? `${error.type} ${error.code ?? ""} ${error.decline_code ?? ""}: ${error.message}`
    : `paid: ${paymentIntent.status}`;
}

/** An order form that shows the outcome. */
function Form() {
  const stripe = useStripe();
  const elements = useElements();
  const [news, setNews] = useState("");
  const [state, setState] = useState("loading");

  async function press() {
    if (!stripe || !elements) return;
    setNews("");
    setNews(await pay(stripe, elements).catch((error: Error) => `${error.name}: ${error.message}`));
  }

  return (
    <>
      <PaymentElement
        onReady={() => setState("ready")}
        onLoadError={({ error }) => setState(`loaderror ${error.code ?? error.type}`)}
        onChange={({ complete }) => setState(complete ? "complete" : "incomplete")}
      />
      <p data-state={state}>{state}</p>
      <button type="button" onClick={press}>
        Order
      </button>
      <p role="status">{news}</p>
    </>
  );
}

function mountReact(place: Element): void {
  createRoot(place).render(
    <StrictMode>
      <Elements stripe={loading} options={options}>
        <Form />
      </Elements>
    </StrictMode>,
  );
}

async function mountPlain(place: Element): Promise<void> {
  place.innerHTML = `<div id="payment"></div><p data-state="loading">loading</p>
    <button type="button">Order</button><p role="status"></p>`;
  const say = (selector: string, text: string) => {
    const element = place.querySelector<HTMLElement>(selector);
    if (element) element.textContent = text;
    if (element?.dataset.state) element.dataset.state = text;
  };
  const stripe = await loading;
  if (!stripe) return;
  const elements = stripe.elements(options as { clientSecret: string });
  const element = elements.create("payment");
  element.on("ready", () => say("[data-state]", "ready"));
  element.on("loaderror", ({ error }) => say("[data-state]", `loaderror ${error.code ?? error.type}`));
  element.on("change", ({ complete }) => say("[data-state]", complete ? "complete" : "incomplete"));
  element.mount("#payment");
  place.querySelector("button")?.addEventListener("click", async () => {
    say("[role=status]", "");
    say(
      "[role=status]",
      await pay(stripe, elements).catch((error: Error) => `${error.name}: ${error.message}`),
    );
  });
  Object.assign(window, { shop: { stripe, elements, element } });
}

const place = document.getElementById("order");
if (place && location.pathname === "/react") mountReact(place);
else if (place && location.pathname === "/plain") void mountPlain(place);
