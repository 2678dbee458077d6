// @module-tag slow
import { afterAll, expect, test } from "vitest";
import { dialect } from "@/db/columns";
import { longTest } from "@/testing/load";
import { type Outcome, simulate } from "./simulate";

// SEED=123 replays one world and prints every step; SIM_SEEDS=5000 runs that many worlds.
const oneSeed = process.env.SEED;
const worlds = Number(process.env.SIM_SEEDS ?? (dialect === "sqlite" ? 400 : 100));
const seeds = oneSeed ? [oneSeed] : Array.from({ length: worlds }, (_, index) => String(index + 1));

/** Every check runs the first worlds and leaves the rest to `npm test -- deep`. */
const sample = dialect === "sqlite" ? 40 : 5;

const replay = {
  sqlite: (seed: string) => `SEED=${seed} npx vitest run simulator`,
  postgresql: (seed: string) => `SEED=${seed} npm test -- unit simulator --postgresql`,
};

const outcomes = new Map<string, Outcome>();

const size = dialect === "sqlite" ? 10 : 5;
const batches = Array.from({ length: Math.ceil(seeds.length / size) }, (_, index) => {
  const batch = seeds.slice(index * size, index * size + size);
  return [batch.length > 1 ? `${batch[0]} to ${batch.at(-1)}` : batch[0], batch] as const;
});

const title = "whatever breaks, the books end up correct: world %s";
const each = longTest(60_000);
test.each(batches.slice(0, sample / size))(title, each, letLive);
test.each(batches.slice(sample / size))(title, { ...each, tags: "deep" }, letLive);

async function letLive(_name: string | undefined, batch: string[]) {
  for (const seed of batch) {
    const outcome = await simulate(seed, { keepLines: oneSeed !== undefined });
    outcomes.set(seed, outcome);
    if (oneSeed) console.log(outcome.lines.join("\n"));
    if (outcome.faults.length > 0)
      expect.fail([...new Set(outcome.faults), `Replay it with: ${replay[dialect](seed)}`].join("\n"));
  }
}

test.skipIf(dialect !== "sqlite")("the same seed makes the same world, step by step", each, async () => {
  for (const seed of seeds.slice(0, 4)) {
    const again = await simulate(seed);
    expect([seed, again.trace]).toEqual([seed, outcomes.get(seed)?.trace]);
  }
  const traces = new Set([...outcomes.values()].map(({ trace }) => trace));
  expect(traces.size).toBe(outcomes.size);
});

test.skipIf(oneSeed || dialect !== "sqlite" || worlds < 200)(
  "the worlds reach rare cases",
  { tags: "deep" },
  () => {
    const seen = new Set([...outcomes.values()].flatMap(({ notes }) => [...notes.keys()]));
    expect(rare.filter((what) => !seen.has(what))).toEqual([]);
  },
);

/** Events that must occur in a full run; without them the simulator would miss the dangerous cases. */
const rare = [
  "crash",
  "console refund",
  "confirm replayed",
  "confirm unheard",
  "confirm error_after",
  "confirm very_slow_way",
  "refund replayed",
  "= taken late",
  "= order canceled",
  "= order expired",
  "= in_review, credited to suspense",
  "= paid, credited to shopper",
  "= refunded",
  "= refunded in part",
  "= sold by VIRTUAL_ACCOUNT",
  "= sold by EASY_PAY",
  "= sold by TRANSFER",
  "= sold by MOBILE",
  "= sold after a reversal",
  "= given back: second_success",
  "= given back: order_canceled",
  "= waits for an account",
  "deposit 1 into overdue account",
  "deposit 1 into closed account",
  "deposit 2 into open account",
  "deposit into closed account refused",
  "close found a deposit",
  "open page replayed",
  "open intent replayed",
  "pay with declines: declined",
  "pay with approves: closed",
  "bank asks, shopper passes: paid",
  "bank asks, shopper passes: closed",
  "slow bank: succeeded",
  "slow bank: requires_payment_method",
  "close found it paid",
  "charge replayed",
  "give unheard",
  "refund gives_slowly",
  "refund fails_slowly",
  "refund comes_back",
  "console refund at Stripe",
  "inquiry",
  "dispute won",
  "dispute lost",
  "dispute warning_closed",
  "refund: payment_disputed",
  "= refund refused: charge_disputed",
  "webhook lost",
  "desk refund waiting_for_approval",
  "desk refund done",
  "void canceled",
  "goods put back",
  "restock: restock_exceeds",
  "desk refund: refund_outdated",
  "desk refund: refund_over_limit",
  "desk decided: approve",
  "desk decided: reject",
  "desk decided: withdraw",
  "approve: refund_own",
  "= waits for a second person",
  "= found in a list",
  "silence for hours",
  "= silence was seen",
  "keys of the second account",
  "keys of the first account",
  "deposit goes back: done",
  "deposit goes back: failed",
  "captured in part",
  "captured in part by the shop",
  "capture paid",
  "captured more",
  "one key, one order",
  "one key, one attempt",
  "one key, one account",
  "one key, one surface",
  "pays what is being canceled",
];

afterAll(() => {
  if (!oneSeed && !process.env.SIM_SEEDS) return;
  const totals = new Map<string, number>();
  for (const { notes } of outcomes.values())
    for (const [what, times] of notes) totals.set(what, (totals.get(what) ?? 0) + times);
  console.log(
    [...totals]
      .sort()
      .map(([what, times]) => `${times}  ${what}`)
      .join("\n"),
  );
});
