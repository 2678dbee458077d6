import { z } from "zod";
import { settingOf, writeSetting } from "@/db/settings";
import { db, transaction } from "@/db/store";
import { now, seconds } from "../clock";
import { log } from "../log";
import { checks } from "./checks";
import { type Check, type CheckName, codeOf, type Finding, fail } from "./finding";

export type Line = Finding & { check: CheckName };
export type Diagnosis = { at: Date; lines: Line[] };

/** How long one check may take, in milliseconds. */
const patienceMs = seconds(25);

const kept = "doctor";

/** Runs all checks in parallel and stores the result in place of the previous one. */
export async function diagnose(which: Check[] = checks): Promise<Diagnosis> {
  const at = now();
  const lines = (await Promise.all(which.map(linesOf))).flat();
  await transaction((tx) => writeSetting(tx, kept, JSON.stringify({ at, lines }))).catch((error) =>
    log.warn({ err: error }, "what the doctor found could not be kept"),
  );
  return { at, lines };
}

async function linesOf({ name, run }: Check): Promise<Line[]> {
  const signal = AbortSignal.timeout(patienceMs);
  const over = new Promise<Finding>((resolve) =>
    signal.addEventListener("abort", () => resolve(fail("took_too_long")), { once: true }),
  );
  const found = await Promise.race([run(signal), over]).catch((error) =>
    fail("broke_off", { why: codeOf(error) }),
  );
  return [found ?? []].flat().map((finding) => ({ ...finding, check: name }));
}

// The stored result may be from another release with texts this one does not have.
const Kept = z.object({
  at: z.coerce.date(),
  lines: z.array(
    z.object({
      check: z.string(),
      is: z.enum(["pass", "warn", "fail"]),
      says: z.string(),
      with: z.record(z.string(), z.union([z.string(), z.number()])).optional(),
    }),
  ),
});

/** The last result; undefined before the first run. */
export async function lastDiagnosis(): Promise<Diagnosis | undefined> {
  const text = await settingOf(db, kept);
  const read = text === undefined ? undefined : Kept.safeParse(JSON.parse(text));
  return read?.success ? (read.data as Diagnosis) : undefined;
}
