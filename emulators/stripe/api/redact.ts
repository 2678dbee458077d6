import type { Form } from "./form";

/** What the call log keeps of a form: never a card's whole number or its security code. */
export function redact(form: Form): Form {
  return Object.fromEntries(
    Object.entries(form).map(([name, value]) => [
      name,
      typeof value === "string" ? masked(name, value) : redact(value),
    ]),
  );
}

function masked(name: string, value: string): string {
  if (name === "cvc") return "***";
  return name === "number" || name === "account_number" ? `****${value.slice(-4)}` : value;
}
