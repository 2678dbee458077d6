import { hours, minutes, now } from "@/lib/clock";
import { pullAll } from "@/lib/payments/settlement/pull";
import { seoulDayEnds } from "@/lib/seoul";

/** Milliseconds until this time of tomorrow in Seoul. */
const untilTomorrow = (time: number) => seoulDayEnds(now()).getTime() + 1 + time - now().getTime();

/** Milliseconds until tomorrow morning in Seoul, when the settlements of today are read. */
export const untilSettled = () => untilTomorrow(hours(6) + minutes(1));

/** Milliseconds until tomorrow night in Seoul, when the gateways' lists of today are looked at. */
export const untilLook = () => untilTomorrow(hours(1) + minutes(1));

/** Lets nights pass: each morning, what the gateways settled the day before is read. `turnClock` turns the gateway's too. */
export async function passNights(nights: number, turnClock: (ms: number) => Promise<unknown>) {
  for (let night = 0; night < nights; night += 1) {
    await turnClock(untilSettled());
    await pullAll(now());
  }
}
