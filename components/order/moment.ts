/** A moment in Seoul on the 24-hour clock, so that it is never mistaken for the morning in any language. */
export const moment = {
  year: "numeric",
  month: "short",
  day: "numeric",
  hour: "2-digit",
  minute: "2-digit",
  hourCycle: "h23",
} as const;

export const momentToTheSecond = { ...moment, second: "2-digit" } as const;

/** A time today, to the second. */
export const timeOfDay = { hour: "2-digit", minute: "2-digit", second: "2-digit", hourCycle: "h23" } as const;

/** A deadline; the year is obvious. */
export const untilMoment = {
  month: "short",
  day: "numeric",
  weekday: "short",
  hour: "2-digit",
  minute: "2-digit",
  hourCycle: "h23",
} as const;

/** A day that may be in another year. */
export const fullDay = { year: "numeric", month: "short", day: "numeric", weekday: "short" } as const;

/** A day whose weekday does not matter. */
export const plainDay = { year: "numeric", month: "short", day: "numeric" } as const;

/** The last day on which something is expected. */
export const day = { month: "short", day: "numeric", weekday: "short" } as const;
