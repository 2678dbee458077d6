import { now, seconds } from "../clock";
import { assertMay, type Staff } from "../desk/staff/permissions";
import { type Diagnosis, diagnose, lastDiagnosis } from "./run";

/** How long a result is reused, in milliseconds, since each run sends requests to the gateways and the mail server. */
const freshMs = seconds(30);

let underWay: Promise<Diagnosis> | undefined;

/** Runs all checks, unless a run is in progress or has just finished. Throws `forbidden`. */
export async function diagnoseFor(staff: Staff): Promise<Diagnosis> {
  assertMay(staff, "shop:check");
  const last = await lastDiagnosis();
  if (last && now().getTime() - last.at.getTime() < freshMs) return last;
  underWay ??= diagnose().finally(() => {
    underWay = undefined;
  });
  return underWay;
}

/** The last result. Throws `forbidden`. */
export async function diagnosisAtDesk(staff: Staff): Promise<Diagnosis | undefined> {
  assertMay(staff, "shop:check");
  return lastDiagnosis();
}
