import { usage } from "./kit/usage.mjs";
import "./load-env";
import "./kit/tell-refusals";
import { closeStore } from "@/db/store";
import { deliverAlarms } from "@/lib/alarms/delivery/deliver";
import { now } from "@/lib/clock";
import { pullAll, pullDay, pullProgress, settlementLists } from "@/lib/payments/settlement/pull";
import { daysAsked } from "./kit/days";

const wordsOf = { sold: "sold", paid_out: "paid out" };

const days = daysAsked(usage);
let failed = false;
if (days.length > 0) for (const day of days) await readAll(day);
else {
  await pullAll(now());
  for (const { gateway, keyPair, part, day, failingSince } of await pullProgress()) {
    if (failingSince) failed = true;
    console.log(
      `${gateway} (${keyPair} keys), ${wordsOf[part]}: ${failingSince ? `failing at ${day}` : `read up to ${day}, excluding it`}.`,
    );
  }
}
await deliverAlarms();
await closeStore();
process.exit(failed ? 1 : 0);

async function readAll(day: string) {
  for (const list of settlementLists()) {
    const read = await pullDay(list, day);
    const name = `${list.gateway} (${list.keyPair} keys), ${wordsOf[list.part]}, ${day}`;
    if ("is" in read) {
      failed = true;
      console.error(`${name}: could not be read: ${[read.why, read.code].filter(Boolean).join(" ")}.`);
    } else
      console.log(
        `${name}: ${read.listed} rows, ${read.found} new or changed, ${read.notOurs} of no payment of ours.`,
      );
  }
}
