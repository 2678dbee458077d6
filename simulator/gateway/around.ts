import type { Dice } from "../dice";
import type { Process, Scheduler } from "../scheduler";
import type { StripeTruth } from "./stripe/truth";
import type { TossTruth } from "./toss/truth";

/** What a gateway's bank and post know of the world around them. */
export type Around = {
  dice: Dice;
  scheduler: Scheduler;
  toss: { home: Process; truth: TossTruth };
  stripe: { home: Process; truth: StripeTruth };
  /** Whether people take their time. */
  isBusy: boolean;
  /** How many of the webhooks that may be lost are. */
  lossRate: number;
  /** How many events Stripe told of. */
  events: number;
  now(): Date;
  note(what: string): void;
  ask<T>(name: string, work: () => Promise<T>, presses?: number): Promise<T | undefined>;
};
