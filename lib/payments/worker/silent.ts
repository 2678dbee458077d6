import { silentLines } from "../../gateways/line";

/**
 * What this instance hears no answers to at the moment, such as `toss:ask`: requests of a kind to a gateway, which are held
 * back for a while then. Lists are left out, since no purchase needs one.
 */
export const silentGateways = (): string[] =>
  silentLines()
    .filter((name) => !name.endsWith(":list"))
    .toSorted();
