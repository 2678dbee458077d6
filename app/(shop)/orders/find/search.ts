/** What somebody who looks for an order typed, and what came of it. */
export type Search = {
  typed: { number: string; contact: string };
  faults?: { number?: "wrong"; contact?: "wrong" };
  /** True for an order that is not there and for one of somebody else. */
  notFound?: true;
  /** How many minutes to wait before the next try. */
  wait?: number;
};
