/** A mistake in the shop's code: always thrown, never returned as an error. */
export class IntegrationError extends Error {
  constructor(message: string) {
    super(message);
    this.name = "IntegrationError";
  }
}

export function must(holds: unknown, message: string): asserts holds {
  if (!holds) throw new IntegrationError(message);
}

/** For features that Stripe has and this emulator does not. */
export function notEmulated(what: string): IntegrationError {
  return new IntegrationError(
    `This Stripe emulator has no ${what}. It has the hosted Checkout page (session.url) and the Payment Element.`,
  );
}
