import { onTestFinished } from "vitest";
import { gateway as realGateway, useGateways } from "@/lib/gateways";
import type { Gateway, Look } from "@/lib/gateways/gateway";
import { toss } from "@/lib/gateways/toss";

/**
 * Puts something between the shop and the gateway's answers to looks, until the test ends: what no real
 * gateway can be told to do, such as to change a payment in the very moment it is looked at.
 */
export function betweenLooks(between: (look: Look) => Promise<Look>) {
  const gateway: Gateway = { ...toss, look: async (pair, by) => between(await toss.look(pair, by)) };
  useGateways({ toss: gateway, stripe: realGateway("stripe") });
  onTestFinished(() => useGateways());
}
