import { now, seconds } from "../clock";
import { assertMay, type Staff } from "../desk/staff/permissions";
import { type Diagnosis, diagnose, lastDiagnosis } from "./run";

/** For how long what was found answers whoever presses again, in milliseconds: each look asks the gateways and the mail server. */
const freshMs = seconds(30);

let underWay: Promise<Diagnosis> | undefined;

/** Looks at everything, unless that was just done or is under way. Throws forbidden. */
export async function diagnoseFor(staff: Staff): Promise<Diagnosis> {
  assertMay(staff, "shop:check");
  const last = await lastDiagnosis();
  if (last && now().getTime() - last.at.getTime() < freshMs) return last;
  underWay ??= diagnose().finally(() => {
    underWay = undefined;
  });
  return underWay;
}

/** What was found last. Throws forbidden. */
export async function diagnosisAtDesk(staff: Staff): Promise<Diagnosis | undefined> {
  assertMay(staff, "shop:check");
  return lastDiagnosis();
}
