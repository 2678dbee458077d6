import { usage } from "./kit/usage.mjs";
import "./load-env";
import "./kit/tell-refusals";
import { closeStore } from "@/db/store";
import { deliverAlarms } from "@/lib/alarms/delivery/deliver";
import { now } from "@/lib/clock";
import { listsOfShop } from "@/lib/payments/lists";
import { lookDaily, readDay } from "@/lib/payments/worker/daily-look";
import { erase, reconcileOnce } from "@/lib/payments/worker/reconcile";
import { compareSinceRestore } from "@/lib/payments/worker/since-restore";
import { daysAsked } from "./kit/days";

const days = daysAsked(usage);
let failed = false;
if (days.length > 0) for (const day of days) await readAll(day);
else {
  await lookDaily(now());
  const since = await compareSinceRestore(now());
  if (since)
    console.log(
      `Since the backup that was restored: ${since.listed} entries, ${since.found} missing in the books, ${since.strays} paid for lost orders.`,
    );
}

const { calls, news, orders } = await reconcileOnce();
await erase(now());
console.log(`Queried ${calls} calls and ${news} webhooks; ${orders} orders were past their time.`);
await deliverAlarms();
await closeStore();
process.exit(failed ? 1 : 0);

async function readAll(day: string) {
  for (const name of listsOfShop()) {
    const read = await readDay(name, day);
    const list = `${name.gateway} (${name.keyPair} keys), ${day}`;
    if ("is" in read) {
      failed = true;
      console.error(`${list}: could not be read: ${[read.why, read.code].filter(Boolean).join(" ")}.`);
    } else
      console.log(
        `${list}: ${read.listed} entries, ${read.found} not reported before, ${read.notOurs} of no payment of ours, ${read.strays} of these new and paid for lost orders.`,
      );
  }
}
