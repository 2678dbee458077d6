/** What is counted as it happens. Labels are of closed lists: nothing in them names a person, an order or an amount. */
export type Meter = {
  /** One question or write to a gateway, from asking to its answer. */
  gatewayCall(gateway: string, operation: string, outcome: string, seconds: number): void;
  /** What became of a payment; `reason` is a gateway's code from the closed list of declines, or empty. */
  payment(gateway: string, outcome: "paid" | "declined" | "rejected" | "errored", reason: string): void;
  webhookRefused(gateway: string, why: string): void;
};

// On globalThis because a bundler may load this module twice. Without METRICS_TOKEN nothing is here, and nothing is counted.
const scope = globalThis as typeof globalThis & { twotrackMeter?: Meter };

export const meter = (): Meter | undefined => scope.twotrackMeter;

export const useMeter = (meter: Meter | undefined) => {
  if (meter) scope.twotrackMeter = meter;
  else delete scope.twotrackMeter;
};
