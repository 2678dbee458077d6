import type { Dice } from "../dice";
import type { Process, Scheduler } from "../scheduler";
import type { StripeTruth } from "./stripe/truth";
import type { TossTruth } from "./toss/truth";

/** What a gateway's bank and webhook sender need from the world. */
export type Around = {
  dice: Dice;
  scheduler: Scheduler;
  toss: { home: Process; truth: TossTruth };
  stripe: { home: Process; truth: StripeTruth };
  /** In a busy world, people hardly pause. */
  isBusy: boolean;
  /** The share of losable webhooks that get lost. */
  lossRate: number;
  /** How many events Stripe has sent. */
  events: number;
  now(): Date;
  note(what: string): void;
  ask<T>(name: string, work: () => Promise<T>, presses?: number): Promise<T | undefined>;
};
