import { mayChangeTables } from "@/db/rights";
import { unready } from "../../process/readiness";
import { type Check, fail, pass, warn } from "../finding";

/** Whether a purchase can be written, by an account that may write rows and nothing more. */
export const database: Check = {
  name: "database",
  async run() {
    const found = await unready();
    if (found) return fail("database_unready", { why: [found.why, found.code].filter(Boolean).join(" ") });
    return (await mayChangeTables()) ? warn("database_rights") : pass("database_good");
  },
};
