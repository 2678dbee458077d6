import { type DateTimeFormatOptions, useFormatter } from "next-intl";

type Formatter = ReturnType<typeof useFormatter>;

/**
 * Times as pages show them: in the shop's time zone, which is named, as in letters. A receipt forwarded to somebody
 * elsewhere reads the same. Days alone name no zone.
 */
export const inSeoulTime = (format: Formatter) => ({
  ...format,
  dateTime(at: Date, options: DateTimeFormatOptions) {
    const said = format.dateTime(at, options);
    return options.hour || options.timeStyle ? `${said} (KST)` : said;
  },
});

export const useSeoulTime = () => inSeoulTime(useFormatter());
