import "./kit/usage.mjs";
import { ensureBuild } from "./kit/build.mjs";
import { alone } from "./kit/lock.mjs";
import { ensurePackages } from "./kit/packages.mjs";
import { onInterrupt, showNode, stopAll } from "./kit/processes.mjs";
import { say, step } from "./kit/say.mjs";

// `npm run screenshots` captures every page in every state, in both languages, on phone and desktop. `npm run
// screenshots order-` captures those whose name contains the word, or one of several.
const folder = "screenshots";
onInterrupt(130, () => stopAll());

await step("packages", () => alone("packages", ensurePackages));
const { ensureBrowser } = await import("./kit/browser.mjs");
let browser;
await step("browser", async () => {
  browser = await ensureBrowser();
  return browser;
});
await step("production build", () => alone("build", ensureBuild));
process.exitCode = await showNode(
  ["--import", "tsx", "e2e/screenshots.ts", folder, ...process.argv.slice(2)],
  {
    env: { PLAYWRIGHT_CHROMIUM: browser },
  },
);
say(`\n  ${folder}/index.html shows the pictures side by side.\n`);
