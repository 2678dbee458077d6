import { minutes, seconds } from "@/lib/clock";

/** What can happen to a write on its way to a gateway and back. */
export const fates = {
  fine: {},
  /** It never arrives. */
  lost: { arrivesAfter: [Number.POSITIVE_INFINITY, 0], breaks: true },
  swallowed: { arrivesAfter: [Number.POSITIVE_INFINITY, 0] },
  /** It is carried out, and the answer is lost. */
  unheard: { says: "nothing" },
  broken: { says: "nothing", breaks: true },
  /** It is carried out after the sender has timed out. */
  slow_way: { arrivesAfter: [seconds(31), minutes(2)] },
  very_slow_way: { arrivesAfter: [minutes(2), minutes(9)] },
  slow_work: { worksFor: [seconds(31), minutes(3)] },
  error_instead: { acts: false, says: "error" },
  error_after: { says: "error" },
  malformed: { says: "malformed" },
  other_amount: { says: "other_amount" },
  refused_keys: { acts: false, says: "setup" },
  /** The network delivers it twice. */
  twice: { twice: true },
} as const satisfies Record<string, Fate>;

export type FateName = keyof typeof fates;

export type Fate = {
  arrivesAfter?: readonly [number, number];
  worksFor?: readonly [number, number];
  acts?: false;
  says?: "nothing" | "error" | "malformed" | "other_amount" | "setup";
  /** The connection breaks, and the sender notices at once. */
  breaks?: true;
  twice?: true;
};

export const fateNames = Object.keys(fates) as FateName[];

export const lookFates = ["fine", "unreachable", "timeout", "error", "malformed"] as const;
