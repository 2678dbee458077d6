import { type Contract, usualContract } from "../contract";
import type { Toss } from "../toss";

export function contractOf(toss: Toss, mId: string): Contract {
  return toss.contracts.read()[mId] ?? usualContract;
}

/** Takes effect for what happens from now on; earlier rows keep their dates. */
export function setContract(toss: Toss, mId: string, contract: Contract): void {
  toss.contracts.write({ ...toss.contracts.read(), [mId]: contract });
}
