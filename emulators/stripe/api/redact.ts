import type { Form } from "./form";

/** The form as the call log stores it: never a full card number or a security code. */
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
