import type messages from "@/messages/en.json";
import { days, now } from "../clock";

export type CheckName = keyof typeof messages.doctor.checks;
export type Said = keyof typeof messages.doctor.said;

/** What a check found: whether it is well, and in which words that is told, with what to do where it is not. */
export type Finding = {
  is: "pass" | "warn" | "fail";
  says: Said;
  /** What the words name. Nothing secret: it is printed, kept and shown at the desk. */
  with?: Record<string, string | number>;
};

/** One thing to look at before going live. It answers nothing where it does not concern this shop. */
export type Check = {
  name: CheckName;
  /** `signal` aborts when its time is over. What it throws counts as a failure. */
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

/** The code of what a network or a system call threw, such as ENOTFOUND; never its words, which may name more. */
export function codeOf(error: unknown): string {
  if (!(error instanceof Error)) return "error";
  const { code } = error as NodeJS.ErrnoException;
  if (code) return code;
  return error.cause instanceof Error ? codeOf(error.cause) : error.name;
}

/** How many whole days ago something was; 0 also where another clock, ahead of ours, wrote it down. */
export const daysSince = (at: Date): number =>
  Math.max(0, Math.floor((now().getTime() - at.getTime()) / days(1)));
