import "./kit/usage.mjs";
import { existsSync, readdirSync } from "node:fs";
import { ensureBuild } from "./kit/build.mjs";
import { alone } from "./kit/lock.mjs";
import { ensurePackages } from "./kit/packages.mjs";
import { startPostgresql } from "./kit/postgresql.mjs";
import { onInterrupt, showNode, stopAll } from "./kit/processes.mjs";
import { explain, Failure } from "./kit/say.mjs";

// `npm run drill -- NAME` rehearses an emergency for real, on throwaway databases.
const [name, ...more] = process.argv.slice(2);
const drills = readdirSync("scripts/drill").flatMap((file) => /^([\w-]+)\.drill\.ts$/.exec(file)?.[1] ?? []);

let server;
onInterrupt(130, async () => {
  await stopAll();
  await server?.stop();
});
try {
  if (!name || !existsSync(`scripts/drill/${name}.drill.ts`))
    throw new Failure(`npm run drill -- NAME, where NAME is one of: ${drills.join(", ")}`);
  await alone("packages", ensurePackages);
  await alone("build", ensureBuild);
  server = await startPostgresql();
  process.exitCode = await showNode(["--import", "tsx", `scripts/drill/${name}.drill.ts`, ...more], {
    env: { NODE_ENV: "production", TEST_DATABASE_URL: server.url },
  });
} catch (error) {
  explain(error);
  process.exitCode = 1;
} finally {
  await server?.stop();
}
