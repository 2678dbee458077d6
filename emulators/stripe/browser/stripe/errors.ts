/** A mistake in the shop's own code: thrown, never answered. */
export class IntegrationError extends Error {
  constructor(message: string) {
    super(message);
    this.name = "IntegrationError";
  }
}

export function must(holds: unknown, message: string): asserts holds {
  if (!holds) throw new IntegrationError(message);
}

/** The real one has it; here it is not there yet. */
export function notEmulated(what: string): IntegrationError {
  return new IntegrationError(
    `This Stripe emulator has no ${what}. It has the hosted Checkout page (session.url) and the Payment Element.`,
  );
}
