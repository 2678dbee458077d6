import "./kit/usage.mjs";
import "./load-env";
import "./kit/tell-refusals";
import { closeStore } from "@/db/store";
import { now } from "@/lib/clock";
import { checkAndKeep } from "@/lib/page-check/nightly";
import { env } from "@/lib/settings/env";

// `npm run check:pages` checks the shop's own address, `npm run check:pages -- URL` another address with the same
// settings.
const given = process.argv[2] ?? env().appUrl;
if (process.argv.length > 3 || !URL.canParse(given)) {
  console.error("npm run check:pages -- https://shop.example");
  process.exit(2);
}
const { differences, scripts } = await checkAndKeep(new URL(given).origin, now());
console.log(scripts.join("\n"));
if (differences.length > 0) {
  console.error(`\n${differences.length} differences:\n${differences.map((text) => `- ${text}`).join("\n")}`);
  process.exitCode = 1;
} else console.log(`\n${scripts.length} scripts, all as expected.`);
await closeStore();
