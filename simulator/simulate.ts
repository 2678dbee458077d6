import { dialect } from "@/db/columns";
import type { TurnPoint } from "@/db/unit";
import { days } from "@/lib/clock";
import { Audit } from "./audit";
import { Dice } from "./dice";
import { changeMinds, packGoods } from "./people/cancel";
import { goToBank } from "./people/cardholder";
import {
  attendToNeeds,
  decideAtDesk,
  giveBackAtDesk,
  putGoodsBack,
  seeToAuthorizedCards,
} from "./people/desk";
import { exchangeKeys, forgeEvents, forgeNews, pullTheCable, setClocks, tryKeys } from "./people/mischief";
import { nameAccounts } from "./people/owner";
import { giveBackByProgram } from "./people/program";
import { shop } from "./people/shopper";
import { decideReviews, endOrders, giveRefunds, useConsole } from "./people/staff";
import { watch } from "./quiet";
import { comeToRest } from "./rest";
import { stockUp } from "./shelf";
import { World } from "./world";

export type Outcome = {
  seed: string;
  /** What is wrong, in words; empty if nothing is. */
  faults: string[];
  /** A hash of every step: the same seed must give the same hash. */
  trace: string;
  steps: number;
  /** How often each noted thing happened. */
  notes: ReadonlyMap<string, number>;
  /** Every step, if requested. */
  lines: string[];
};

/** Where actors may be held: around units of work and at reads; in some worlds also before each statement. */
const aroundUnits = new Set<TurnPoint>(["unit", "read", "commit"]);
const beforeStatements = new Set<TurnPoint>([...aroundUnits, "statement"]);

/** The books are checked every this many commits; reading is slower over a network. */
const checkEvery = dialect === "sqlite" ? 1 : 10;

/** Runs one world from its first shopper until it is at rest, decided by its seed alone. */
export async function simulate(seed: string, { keepLines = false } = {}): Promise<Outcome> {
  const watching = await watch();
  const points = new Dice(seed).chance(0.25) ? beforeStatements : aroundUnits;
  const world = new World({ seed, startsAt: nextStart(), points, quiet: watching.quiet });
  const lines: string[] = [];
  if (keepLines) world.scheduler.onStep = (line) => void lines.push(line);
  const audit = new Audit(world, await stockUp(world.dice.fork("shelf")));
  let commits = 0;
  const end = world.begin();
  try {
    const outside = live(world);
    let over = false;
    void outside.then(() => {
      over = true;
    });
    world.scheduler.onCommit = async () => {
      commits += 1;
      if (commits % checkEvery === 0) world.faults.push(...(await audit.moment()));
    };
    world.faults.push(...(await world.scheduler.run(() => over || world.faults.length > 0)));
    if (over) world.faults.push(...(await audit.rest()));
  } finally {
    end();
    await watching.quiet();
    await watching.stop();
    lastEnd = world.scheduler.now().getTime();
  }
  const { faults, notes, scheduler } = world;
  return { seed, faults, notes, lines, steps: scheduler.steps, trace: scheduler.trace.digest("hex") };
}

/** Everything people do, and then the time until the world is at rest. */
async function live(world: World) {
  const { dice } = world;
  planCrashes(world);
  const people: [name: string, count: number, work: (world: World, own: Dice) => Promise<void>][] = [
    ["shopper", dice.between(1, 3), shop],
    ["refunds", dice.between(0, 2), giveRefunds],
    ["console", dice.chance(0.3) ? 1 : 0, useConsole],
    ["reviews", dice.between(0, 2), decideReviews],
    ["expiry", dice.between(0, 1), endOrders],
    ["forger", dice.between(0, 1), forgeNews],
    ["forger of Stripe's webhooks", dice.chance(0.3) ? 1 : 0, forgeEvents],
    ["tamperer", dice.chance(0.3) ? 1 : 0, tryKeys],
    ["cable", dice.chance(0.2) ? 1 : 0, pullTheCable],
    ["keys", dice.chance(0.15) ? 1 : 0, exchangeKeys],
    ["clocks", dice.chance(0.3) ? 1 : 0, setClocks],
    ["desk", dice.between(0, 2), giveBackAtDesk],
    ["decisions", dice.between(0, 2), decideAtDesk],
    ["needs", dice.chance(0.5) ? 1 : 0, attendToNeeds],
    ["authorized cards", dice.chance(0.7) ? 1 : 0, seeToAuthorizedCards],
    ["goods", dice.chance(0.5) ? 1 : 0, putGoodsBack],
    ["second thoughts", dice.chance(0.4) ? 1 : 0, changeMinds],
    ["packing", dice.chance(0.4) ? 1 : 0, packGoods],
    ["owner", dice.chance(0.6) ? 1 : 0, nameAccounts],
    ["program", dice.chance(0.4) ? 1 : 0, giveBackByProgram],
    ["cardholder", dice.chance(0.4) ? 1 : 0, goToBank],
  ];
  await Promise.all(
    people.flatMap(([name, count, work]) =>
      Array.from({ length: count }, (_, index) =>
        world.live(name, () => work(world, dice.fork(`${name} ${index}`))),
      ),
    ),
  );
  world.scheduler.strikes = () => false;
  await world.live("rest", () => comeToRest(world));
}

/** Up to three times in a run, the server that is about to continue dies at that turn point. */
function planCrashes({ scheduler, dice, note }: World) {
  const strikes = Array.from({ length: dice.pick([0, 1, 2, 3]) }, () => dice.between(1, 700));
  scheduler.strikes = () => {
    const due = strikes.findIndex((step) => scheduler.steps >= step);
    if (due < 0) return false;
    strikes.splice(due, 1);
    note("crash");
    return true;
  };
}

// A process remembers times, so a new world begins after the last one has ended, even in the same process. It always
// begins at the same time of day, since some daily work happens at midnight.
let lastEnd = Date.UTC(2026, 10, 21);
const nextStart = () => new Date(Math.ceil(lastEnd / days(1) + 1) * days(1));
