import { db } from "@/db/store";
import { raise } from "../../alarms/raise";
import { each } from "../../loop";
import { monthBefore, seoulDate } from "../../seoul";
import { env } from "../../settings/env";
import { monthSpan, reconcileMonth } from "./reconcile";

/** The months that may still change: this one and the one before, such as 2026-11. */
export const monthsToWatch = (at: Date) => {
  const month = seoulDate(at).slice(0, 7);
  return [monthBefore(month), month];
};

/** Calls an operator if the settlements of this or last month differ from the books. */
export const alarmOfDifferences = (at: Date) =>
  each(monthsToWatch(at), 1, async (month) => {
    const { differences, owed } = await reconcileMonth(db, monthSpan(month, env().live), at);
    const unexplained = owed.filter(({ remainder }) => remainder !== 0);
    if (differences.length + unexplained.length === 0) return;
    const told = {
      month,
      differences: differences.length,
      names: [...new Set(differences.map(({ name }) => name))].join(","),
      remainder: unexplained.map(({ currency, remainder }) => `${remainder} ${currency}`).join(","),
    };
    raise("settlement_differs", told, "a settlement differs from the books", "warn");
  });
