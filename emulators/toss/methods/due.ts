import { type Refusal, refuse } from "../errors";
import { readSeoulTime } from "../seoul-time";
import { VALID_HOURS_DEFAULT, VALID_HOURS_MAX } from "./limits";

type DueWish = {
  validHours?: number | null | undefined;
  dueDate?: string | null | undefined;
};

const HOUR_MS = 60 * 60 * 1000;

/** When an account expires: hours from now or a date in Seoul time, at most 90 days away. */
export function chooseDue({ validHours, dueDate }: DueWish, now: number): number | Refusal {
  if (validHours != null && dueDate != null) return refuse("INVALID_VALID_HOURS_WITH_DUE_DATE_AND_SINGLE");
  if (dueDate == null) return afterHours(validHours ?? VALID_HOURS_DEFAULT, now);
  const dueAt = readSeoulTime(dueDate);
  if (typeof dueAt !== "number") return dueAt;
  if (dueAt <= now) return refuse("INVALID_DATE");
  return dueAt > now + VALID_HOURS_MAX * HOUR_MS ? refuse("EXCEED_MAX_DUE_DATE") : dueAt;
}

function afterHours(hours: number, now: number): number | Refusal {
  if (!Number.isInteger(hours) || hours < 1) return refuse("INVALID_REQUEST");
  return hours > VALID_HOURS_MAX ? refuse("EXCEED_MAX_VALID_HOURS") : now + hours * HOUR_MS;
}
