import type { StripeError } from "@stripe/stripe-js";
import { must } from "./errors";
import { createListeners } from "./listeners";
import { checkGroup, type GroupOptions } from "./options";
import { createPaymentElement, refuseOtherElements } from "./payment-element";

type Payment = ReturnType<typeof createPaymentElement>;

/** What the rest of the script can read from the shop's group of elements. */
export type Group = {
  options(): GroupOptions;
  payment(): Payment | null;
  /** Whether `submit()` found no errors; a payment without an intent requires that first. */
  submitted(): boolean;
};

const groups = new WeakMap<object, Group>();

export function groupOf(elements: unknown): Group {
  const group = typeof elements === "object" && elements !== null ? groups.get(elements) : undefined;
  must(group, "elements must be what stripe.elements() returned.");
  return group;
}

export function createElements(key: string, given: unknown) {
  let options = checkGroup(given);
  let payment: Payment | null = null;
  let submitted = false;
  const listeners = createListeners();

  const elements = {
    create(type: string, elementOptions: object = {}) {
      refuseOtherElements(type);
      must(!payment, "There is already a Payment Element. Destroy it before you create another one.");
      must(
        options.clientSecret || options.mode,
        "A Payment Element needs stripe.elements({ clientSecret }) or stripe.elements({ mode, amount, currency }).",
      );
      payment = createPaymentElement(
        key,
        () => options,
        elementOptions,
        () => {
          payment = null;
        },
      );
      payment.element.on("change", () => {
        submitted = false;
      });
      return payment.element;
    },
    getElement: (type: string) => (type === "payment" ? (payment?.element ?? null) : null),
    async update(more: object) {
      const locale = options.locale;
      must(!("clientSecret" in more), "The clientSecret of elements cannot be changed.");
      options = checkGroup({ ...options, ...more });
      if (options.locale !== locale) payment?.inside.reload();
      else payment?.inside.relook();
      listeners.emit("update-end", undefined);
    },
    on: (event: string, listener: () => void) => listeners.add(event, listener),
    /** Every step fetches the intent again, so nothing can be stale. */
    fetchUpdates: async () => ({}),
    async submit(): Promise<{ error: StripeError } | { selectedPaymentMethod: string }> {
      must(payment, "Create and mount a Payment Element before you call elements.submit().");
      const { error } = await payment.inside.ask({ do: "validate" });
      submitted = !error;
      return error ? { error } : { selectedPaymentMethod: "card" };
    },
  };

  groups.set(elements, { options: () => options, payment: () => payment, submitted: () => submitted });
  return elements;
}
