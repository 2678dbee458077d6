import "./kit/usage.mjs";
import { onInterrupt, runNode, stopAll } from "./kit/processes.mjs";
import { step } from "./kit/say.mjs";

// After a change to db/schema/: `npm run db:generate -- --name what-changed` writes a migration for each engine.
onInterrupt(130, () => stopAll());
const engines = { SQLite: "file:data/twotrack.db", PostgreSQL: "postgres://unused" };

try {
  for (const [engine, url] of Object.entries(engines))
    await step(engine, async () => {
      const args = ["node_modules/drizzle-kit/bin.cjs", "generate", ...process.argv.slice(2)];
      const output = await runNode(args, { env: { DATABASE_URL: url } });
      return output.trim().split("\n").at(-1);
    });
} catch {
  process.exitCode = 1;
}
