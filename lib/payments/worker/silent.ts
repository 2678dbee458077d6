import { silentLines } from "../../gateways/line";

/**
 * The requests that gateways currently leave unanswered on this instance, such as `toss:ask` (gateway and kind of
 * request). Such requests are held back for a while. Lists are left out, since no purchase needs one.
 */
export const silentGateways = (): string[] =>
  silentLines()
    .filter((name) => !name.endsWith(":list"))
    .toSorted();
