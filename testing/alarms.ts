import { onTestFinished, vi } from "vitest";
import { log } from "@/lib/log";

type Alarm = { alarm: true; code?: string | null; why?: string; gateway?: string };

/** Collects, until the test ends, the alarms that the log raises. */
export function listenForAlarms(): () => Alarm[] {
  const spies = [vi.spyOn(log, "warn"), vi.spyOn(log, "error")];
  onTestFinished(() => {
    for (const spy of spies) spy.mockRestore();
  });
  return () => spies.flatMap((spy) => spy.mock.calls.map(([line]: unknown[]) => line)).filter(isAlarm);
}

const isAlarm = (line: unknown): line is Alarm =>
  typeof line === "object" && line !== null && "alarm" in line && line.alarm === true;
