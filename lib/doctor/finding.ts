import type messages from "@/messages/en.json";
import { days, now } from "../clock";

export type CheckName = keyof typeof messages.doctor.checks;
export type Said = keyof typeof messages.doctor.said;

/** What a check found: its verdict, and the text that describes it and says what to do. */
export type Finding = {
  is: "pass" | "warn" | "fail";
  says: Said;
  /** Values for the text. Nothing secret: they are printed, stored and shown at the desk. */
  with?: Record<string, string | number>;
};

/** One thing to check before going live. Returns undefined if it does not apply to this shop. */
export type Check = {
  name: CheckName;
  /** `signal` aborts when the check's time is up. Anything it throws counts as a failure. */
  run(signal: AbortSignal): Promise<Finding | Finding[] | undefined>;
};

export const pass = (says: Said, named?: Finding["with"]): Finding => finding("pass", says, named);
export const warn = (says: Said, named?: Finding["with"]): Finding => finding("warn", says, named);
export const fail = (says: Said, named?: Finding["with"]): Finding => finding("fail", says, named);

const finding = (is: Finding["is"], says: Said, named?: Finding["with"]): Finding => ({
  is,
  says,
  ...(named && { with: named }),
});

/** The code of a network or system error, such as ENOTFOUND; never its message, which may contain more. */
export function codeOf(error: unknown): string {
  if (!(error instanceof Error)) return "error";
  const { code } = error as NodeJS.ErrnoException;
  if (code) return code;
  return error.cause instanceof Error ? codeOf(error.cause) : error.name;
}

/** Whole days since `at`; 0 if it is in the future because the clock that wrote it was ahead of ours. */
export const daysSince = (at: Date): number =>
  Math.max(0, Math.floor((now().getTime() - at.getTime()) / days(1)));
