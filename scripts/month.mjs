import "./kit/usage.mjs";
import { alone } from "./kit/lock.mjs";
import { ensurePackages } from "./kit/packages.mjs";
import { onInterrupt, showNode, stopAll } from "./kit/processes.mjs";
import { explain, Failure } from "./kit/say.mjs";

// `npm run month` lives through a month of a shop with 10,000 payments, and prints what it checked. It is the story of
// lib/payments/settlement/month.test.ts, which sells fewer in `npm test`.
const [wanted = "10000"] = process.argv.slice(2);
const story = "lib/payments/settlement/month.test.ts";
const how = ["--project=sqlite", "--disable-console-intercept=true", "--reporter=dot"];

onInterrupt(130, () => stopAll("SIGINT"));
try {
  if (!/^[1-9]\d{1,5}$/.test(wanted))
    throw new Failure("npm run month -- N, where N is a number of payments from 10");
  await alone("packages", ensurePackages);
  process.exitCode = await showNode(["node_modules/vitest/vitest.mjs", "run", ...how, story], {
    env: { MONTH_PAYMENTS: wanted },
  });
} catch (error) {
  explain(error);
  process.exitCode = 1;
}
