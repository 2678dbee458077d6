import { pageCheckOf } from "@/db/page-checks";
import { db } from "@/db/store";
import { days, now } from "../../clock";
import { env } from "../../env";
import { type Check, fail, pass, warn } from "../finding";

/** What the check of shoppers' pages found last. */
export const pages: Check = {
  name: "pages",
  async run() {
    const last = await pageCheckOf(db, env().appUrl);
    if (!last) return warn("pages_never");
    const count = last.differences.length;
    const ago = Math.floor((now().getTime() - last.checkedAt.getTime()) / days(1));
    return count > 0 ? fail("pages_differ", { count }) : pass("pages_good", { days: ago });
  },
};
