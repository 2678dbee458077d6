import { usage } from "./kit/usage.mjs";
import "./load-env";
import { parseArgs } from "node:util";
import { closeStore } from "@/db/store";
import { backUp } from "@/lib/backup/take";

const { folder, keep, id } = readArguments();
try {
  const { path, manifest } = await backUp(folder, { keep, id });
  const rows = Object.values(manifest.rows).reduce((sum, count) => sum + count, 0);
  console.log(`${path}: as of ${manifest.moment}, ${rows} rows, checked.`);
} catch (error) {
  console.error(`No backup was made: ${error instanceof Error ? error.message : error}`);
  process.exitCode = 1;
} finally {
  await closeStore();
}

function readArguments() {
  try {
    const { values, positionals } = parseArgs({
      allowPositionals: true,
      options: { keep: { type: "string" }, id: { type: "string" } },
    });
    const [to, ...more] = positionals;
    const most = values.keep === undefined ? undefined : Number(values.keep);
    if (!to || more.length > 0 || (most !== undefined && !(Number.isInteger(most) && most > 0)))
      throw new Error("usage");
    return { folder: to, keep: most, id: values.id };
  } catch {
    console.error(usage);
    process.exit(2);
  }
}
