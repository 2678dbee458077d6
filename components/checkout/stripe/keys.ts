import type { Stripe } from "@stripe/stripe-js";

/** What the browser needs to load Stripe.js. None of it is secret. */
export type StripeKeys = { publishableKey: string; scriptUrl: string };

export async function loadStripeJs({ publishableKey, scriptUrl }: StripeKeys): Promise<Stripe> {
  const { loadStripe } = await import("@stripe/stripe-js/pure");
  // The loader knows only one address, but uses a script that is already there.
  if (new URL(scriptUrl).origin !== "https://js.stripe.com") await addScript(scriptUrl);
  const stripe = await loadStripe(publishableKey);
  if (!stripe) throw new Error("Stripe.js runs in browsers only.");
  return stripe;
}

function addScript(src: string) {
  if ("Stripe" in window) return;
  const script = Object.assign(document.createElement("script"), { src });
  return new Promise<void>((resolve, reject) => {
    script.onload = () => resolve();
    script.onerror = () => {
      script.remove();
      reject(new Error(`${src} did not load.`));
    };
    document.head.append(script);
  });
}
