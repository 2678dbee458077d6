import "./kit/usage.mjs";
import { ensureBuild } from "./kit/build.mjs";
import { alone } from "./kit/lock.mjs";
import { ensurePackages } from "./kit/packages.mjs";
import { onInterrupt, stopAll } from "./kit/processes.mjs";
import { explain, Failure, say, step } from "./kit/say.mjs";

// `npm run release -- FOLDER` makes a folder that runs with Node alone; the default is dist.
const [folder = "dist", ...more] = process.argv.slice(2);

onInterrupt(130, () => stopAll());
try {
  if (more.length > 0) throw new Failure("npm run release -- FOLDER");
  await step("packages", () => alone("packages", ensurePackages));
  await step("production build", () => alone("build", ensureBuild));
  await step("release", async () => {
    const { makeRelease } = await import("./kit/release.mjs");
    await makeRelease(folder);
    return folder;
  });
  say(`\n  Copy ${folder} to where the shop runs, and start it there: node start.mjs\n`);
} catch (error) {
  explain(error);
  process.exitCode = 1;
}
