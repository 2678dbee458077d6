import "./kit/usage.mjs";
import { ensureBuild } from "./kit/build.mjs";
import { alone } from "./kit/lock.mjs";
import { ensurePackages } from "./kit/packages.mjs";
import { onInterrupt, stopAll } from "./kit/processes.mjs";
import { ensurePrograms } from "./kit/programs.mjs";
import { explain, step } from "./kit/say.mjs";

// `npm run build`: makes the production build of the current sources, even while a shop runs from an earlier build.
onInterrupt(130, () => stopAll());
try {
  await step("packages", () => alone("packages", ensurePackages));
  await step("production build", () =>
    alone("build", async () => {
      await ensurePrograms();
      return ensureBuild();
    }),
  );
} catch (error) {
  explain(error);
  process.exitCode = 1;
}
