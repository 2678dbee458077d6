import { hours, minutes, now } from "@/lib/clock";
import { seoulDayEnds } from "@/lib/seoul";

/** Milliseconds until this time of tomorrow in Seoul. */
const untilTomorrow = (time: number) => seoulDayEnds(now()).getTime() + 1 + time - now().getTime();

/** Milliseconds until tomorrow morning in Seoul, when the settlements of today are read. */
export const untilSettled = () => untilTomorrow(hours(6) + minutes(1));

/** Milliseconds until tomorrow night in Seoul, when the gateways' lists of today are looked at. */
export const untilLook = () => untilTomorrow(hours(1) + minutes(1));
