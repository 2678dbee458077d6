import { headers } from "next/headers";
import { preload } from "react-dom";
import type { TossCheckout } from "@/components/checkout/toss/use-toss";

/**
 * Has the browser load Toss's script while the page's own scripts are still coming. Stripe's is loaded only once a shopper
 * chooses its card form.
 */
export async function preloadToss(toss: TossCheckout | undefined) {
  if (!toss) return;
  // The policy lets only scripts with the page's nonce be loaded.
  const policy = (await headers()).get("content-security-policy");
  const nonce = policy?.match(/'nonce-([^']+)'/)?.[1];
  preload(toss.sdkUrl, { as: "script", fetchPriority: "low", ...(nonce && { nonce }) });
}
