import { env } from "../env";

/** What the order sheet needs to show Toss's widget; undefined when its keys are not set. Nothing of it is secret. */
export function tossWidget(): { clientKey: string; sdkUrl: string } | undefined {
  const { pairs, sdkUrl } = env().toss;
  return pairs.widget && { clientKey: pairs.widget.clientKey, sdkUrl };
}
