import { createFormatter } from "next-intl";
import { expect, test } from "vitest";
import { day, moment, momentToTheSecond, untilMoment } from "./moment";
import { inSeoulTime } from "./seoul-time";

// Paid in New York on the evening of the 28th.
const at = new Date("2026-11-29T02:01:00Z");

test.each(["ko", "en"] as const)(
  "every time on a page names its time zone, in %s; a day does not",
  (locale) => {
    const format = inSeoulTime(createFormatter({ locale, timeZone: "Asia/Seoul" }));
    for (const options of [moment, momentToTheSecond, untilMoment])
      expect(format.dateTime(at, options)).toMatch(/11:01.* \(KST\)$/);
    expect(format.dateTime(at, { dateStyle: "medium", timeStyle: "short" })).toMatch(/\(KST\)$/);
    expect(format.dateTime(at, day)).not.toContain("KST");
  },
);
