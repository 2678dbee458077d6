import { lastBackup, lastRestore } from "@/db/backup/rows";
import { db } from "@/db/store";
import { env } from "../../settings/env";
import { type Check, daysSince, fail, pass, warn } from "../finding";

/** Whether there is a recent backup, and whether one was ever restored. */
export const backup: Check = {
  name: "backup",
  async run() {
    const [made, tried] = [await lastBackup(db), await lastRestore(db)];
    return [
      madeSays(made?.finishedAt),
      tried?.finishedAt ? restored(tried.finishedAt) : warn("restore_never"),
    ];
  },
};

const restored = (at: Date) => pass("restore_done", { days: daysSince(at) });

function madeSays(at: Date | null | undefined) {
  if (!at) return env().live ? fail("backup_never") : warn("backup_never");
  const old = daysSince(at);
  return old > 1 ? warn("backup_old", { days: old }) : pass("backup_good");
}
