import { days, hours, minutes, seconds } from "@/lib/clock";
import type { Around } from "../around";
import type { Cancel, TruePayment } from "./payment";

/** What happens to an account: someone deposits soon, late or never, and the bank may reverse the deposit. */
export async function serveAccount(world: Around, payment: TruePayment): Promise<void> {
  const dice = world.dice.fork(`bank ${payment.paymentKey}`);
  const { scheduler, note } = world;
  const { truth } = world.toss;
  const untilDue = () => (payment.account?.dueAt.getTime() ?? 0) - scheduler.now().getTime();
  switch (dice.weigh({ soon: 8, last_moment: 3, late: 4, as_it_shuts: 3, never: 3 })) {
    case "soon":
      await scheduler.sleep(dice.between(seconds(1), minutes(world.isBusy ? 1 : 10)));
      break;
    case "last_moment":
      await scheduler.sleep(Math.max(0, untilDue() + dice.between(-20_000, 1_000)));
      break;
    case "late":
      await scheduler.sleep(Math.max(0, untilDue() + dice.between(1_000, minutes(40))));
      break;
    case "as_it_shuts":
      if (payment.account) payment.account.crosses = true;
      return;
    case "never":
      return;
  }
  // After a reversal, the shopper may deposit once or twice more.
  for (let deposits = 1; deposits <= 3; deposits += 1) {
    const standing = payment.status === "canceled" ? "closed" : untilDue() > 0 ? "open" : "overdue";
    if (!truth.deposit(payment, dice.chance(0.6))) return note(`deposit into ${standing} account refused`);
    note(`deposit ${deposits} into ${standing} account`);
    if (!dice.chance(0.35)) return;
    await scheduler.sleep(dice.between(seconds(1), minutes(dice.pick([1, 5]))));
    if (!truth.reverse(payment)) return;
    note("deposit reversed");
    if (dice.chance(0.3)) return;
    await scheduler.sleep(dice.between(seconds(1), minutes(10)));
  }
}

/** A bank takes its time to pay back a deposit, and sometimes refuses. */
export async function payBack(world: Around, payment: TruePayment, cancel: Cancel): Promise<void> {
  const dice = world.dice.fork(`bank pays back ${cancel.transaction}`);
  await world.scheduler.sleep(dice.between(seconds(1), dice.pick([minutes(5), hours(5), days(4)])));
  const state = dice.chance(0.2) ? "failed" : "done";
  world.toss.truth.endCancel(payment, cancel, state);
  world.note(`deposit goes back: ${state}`);
}
