import { hours } from "../../kit/time";
import { type Refusal, refuse } from "../errors";
import { validHoursDefault, validHoursMax } from "../rules";
import { readSeoulTime } from "../seoul-time";

type DueWish = {
  validHours?: number | null | undefined;
  dueDate?: string | null | undefined;
};

/** When an account expires: hours from now or a date in Seoul time, at most 90 days away. */
export function chooseDue({ validHours, dueDate }: DueWish, now: number): number | Refusal {
  if (validHours != null && dueDate != null) return refuse("INVALID_VALID_HOURS_WITH_DUE_DATE_AND_SINGLE");
  if (dueDate == null) return afterHours(validHours ?? validHoursDefault, now);
  const dueAt = readSeoulTime(dueDate);
  if (typeof dueAt !== "number") return dueAt;
  if (dueAt <= now) return refuse("INVALID_DATE");
  return dueAt > now + hours(validHoursMax) ? refuse("EXCEED_MAX_DUE_DATE") : dueAt;
}

function afterHours(count: number, now: number): number | Refusal {
  if (!Number.isInteger(count) || count < 1) return refuse("INVALID_REQUEST");
  return count > validHoursMax ? refuse("EXCEED_MAX_VALID_HOURS") : now + hours(count);
}
