/**
 * Counters, updated as things happen. Labels come from closed lists and never contain a person, an order or an amount.
 */
export type Meter = {
  /** One request to a gateway, from sending it to its response. */
  gatewayCall(gateway: string, operation: string, outcome: string, seconds: number): void;
  /** The outcome of a payment; `reason` is a gateway's code from the closed list of declines, or empty. */
  payment(gateway: string, outcome: "paid" | "declined" | "rejected" | "errored", reason: string): void;
  webhookRefused(gateway: string, why: string): void;
};

// On globalThis because a bundler may load this module twice. Undefined without METRICS_TOKEN; nothing is counted then.
const scope = globalThis as typeof globalThis & { twotrackMeter?: Meter };

export const meter = (): Meter | undefined => scope.twotrackMeter;

export const useMeter = (meter: Meter | undefined) => {
  if (meter) scope.twotrackMeter = meter;
  else delete scope.twotrackMeter;
};
