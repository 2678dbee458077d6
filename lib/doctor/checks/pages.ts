import { pageCheckOf } from "@/db/page-checks";
import { db } from "@/db/store";
import { env } from "../../settings/env";
import { type Check, daysSince, fail, pass, warn } from "../finding";

/** The result of the last check of the shopper pages. */
export const pages: Check = {
  name: "pages",
  async run() {
    const last = await pageCheckOf(db, env().appUrl);
    if (!last) return warn("pages_never");
    const count = last.differences.length;
    if (count > 0) return fail("pages_differ", { count });
    return pass("pages_good", { days: daysSince(last.checkedAt) });
  },
};
