import { db } from "@/db/store";
import { lastVerified } from "@/db/verified";
import { type Check, daysSince, fail, pass, warn } from "../finding";

/** The result of the latest check of the books and the audit log. */
export const books: Check = {
  name: "books",
  async run() {
    const last = await lastVerified(db);
    if (!last) return warn("books_never");
    const old = daysSince(last.at);
    if (last.faults > 0) return fail("books_changed", { count: last.faults });
    return old > 1 ? warn("books_old", { days: old }) : pass("books_good", { days: old });
  },
};
