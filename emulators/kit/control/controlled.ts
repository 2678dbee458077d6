import type { Parts } from "../emulator";

/** An emulator that can be controlled: its parts, and what its calls and errors are named. */
export type Controlled = Pick<Parts, "front" | "clock" | "post"> & {
  faultOperations: readonly [string, ...string[]];
  isErrorCode(code: string): boolean;
  /** When the gateway's night is over, in milliseconds since midnight in UTC. */
  nightEndsMs: number;
};
