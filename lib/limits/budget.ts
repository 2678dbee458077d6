import { RateLimiterMemory } from "rate-limiter-flexible";
import { type Budget, type Counter, counter } from "@/db/store";
import { codeOf } from "@/db/unit";
import { raise } from "../alarms/raise";
import { minutes, now } from "../clock";
import { Problem } from "../problem";

/** Takes points from a key's budget. Throws `too_many_requests` with Retry-After if there are too few. */
export async function spend(budget: Budget, key: string, points = 1): Promise<void> {
  const refused = await counted(budget, (counts) =>
    counts.consume(key, points).then(() => undefined, theRefused),
  );
  if (refused) throw tooMany(refused.msBeforeNext, "too_many_requests", budget.name);
}

/** Runs `spending` and returns false instead of throwing if the budget is exhausted. */
export async function maySpend(spending: () => Promise<void>): Promise<boolean> {
  try {
    await spending();
    return true;
  } catch (error) {
    if (error instanceof Problem && error.code === "too_many_requests") return false;
    throw error;
  }
}

/** Throws if a key's budget is exhausted; takes nothing from it. */
export async function assertLeft(budget: Budget, key: string, code?: Refusal): Promise<void> {
  const standing = await counted(budget, (counts) => counts.get(key));
  if (standing && standing.consumedPoints >= budget.points)
    throw tooMany(standing.msBeforeNext, code, budget.name);
}

/** Whether a key's budget has points left; takes nothing from it. */
export async function isLeft(budget: Budget, key: string): Promise<boolean> {
  const standing = await counted(budget, (counts) => counts.get(key));
  return !standing || standing.consumedPoints < budget.points;
}

/** Takes a point even if none are left, and returns how many have been taken. */
export const count = async (budget: Budget, key: string): Promise<number> =>
  (await counted(budget, (counts) => counts.penalty(key))).consumedPoints;

/** Returns one point that was taken before it was known whether it would count. */
export const giveBack = (budget: Budget, key: string): Promise<unknown> =>
  counted(budget, (counts) => counts.reward(key));

/** Resets a key's budget. */
export const forgive = (budget: Budget, key: string): Promise<unknown> =>
  counted(budget, (counts) => counts.delete(key));

type Refusal = "too_many_requests" | "too_many_declines";

const details: Record<Refusal, string> = {
  too_many_requests: "Too many requests in a short time.",
  too_many_declines: "Too many payments were declined in a short time.",
};

/** A refusal with the time to retry; `ms` is in milliseconds, `budget` is the name of the exhausted budget. */
export function tooMany(ms: number, code: Refusal = "too_many_requests", budget?: string) {
  const seconds = Math.max(1, Math.ceil(ms / 1_000));
  return new Problem(code, `${details[code]} Try again in ${seconds} seconds.`, {
    headers: { "retry-after": String(seconds) },
    ...(budget && { budget }),
  });
}

/** Detected by its shape, because a bundler may load the library twice. */
function theRefused(answer: unknown): { msBeforeNext: number } {
  if (typeof answer === "object" && answer !== null && "msBeforeNext" in answer)
    return { msBeforeNext: Number(answer.msBeforeNext) };
  throw answer;
}

type Counts = Pick<Counter, "consume" | "get" | "penalty" | "reward" | "delete">;

/** A broken counter is no reason to refuse a payment: this process then counts in its own memory. */
async function counted<T>(budget: Budget, work: (counts: Counts) => Promise<T>): Promise<T> {
  try {
    return await work(counter(budget));
  } catch (error) {
    raiseAlarm(error);
    return work(insuranceOf(budget));
  }
}

let alarmedAt = 0;

/** Once a minute, so that a shop under load does not flood its log. */
function raiseAlarm(error: unknown) {
  if (now().getTime() - alarmedAt < minutes(1)) return;
  alarmedAt = now().getTime();
  raise(
    "counting_broken",
    { err: error, code: codeOf(error) },
    "counting is broken: until it works again each process counts alone",
  );
}

const insurance = new Map<string, RateLimiterMemory>();

function insuranceOf({ name, points, seconds }: Budget) {
  const known = insurance.get(name) ?? new RateLimiterMemory({ keyPrefix: name, points, duration: seconds });
  insurance.set(name, known);
  return known;
}
