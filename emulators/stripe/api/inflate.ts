const inflated = ["amount", "amount_total", "amount_received"];
const BY = 1_000;

/** Adds 1,000 to every positive `amount`, `amount_total` and `amount_received` in the answer. */
export function inflate(body: unknown): unknown {
  if (Array.isArray(body)) return body.map(inflate);
  if (typeof body !== "object" || body === null) return body;
  return Object.fromEntries(
    Object.entries(body).map(([name, value]) => [name, tooMuch(name, value) ?? inflate(value)]),
  );
}

function tooMuch(name: string, value: unknown): number | null {
  return inflated.includes(name) && typeof value === "number" && value > 0 ? value + BY : null;
}
