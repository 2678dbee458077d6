import { onTestFinished } from "vitest";
import { useGateways } from "@/lib/gateways";
import type { Gateway, Look } from "@/lib/gateways/gateway";
import { toss } from "@/lib/gateways/toss";

/**
 * Intercepts the gateway's answers to looks until the test ends, for what no real gateway can be made to do, such as
 * changing a payment at the very moment it is read.
 */
export function betweenLooks(between: (look: Look) => Promise<Look>) {
  const gateway: Gateway = { ...toss, look: async (pair, by) => between(await toss.look(pair, by)) };
  useGateways({ toss: gateway });
  onTestFinished(() => useGateways());
}
