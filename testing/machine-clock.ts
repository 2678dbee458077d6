import { afterEach, beforeEach, vi } from "vitest";
import { later } from "@/lib/clock";

/**
 * Stops the machine's own clock in each test of a file, for libraries that read it. Answers what turns it, by
 * milliseconds.
 */
export function stopMachineClock() {
  beforeEach(() => {
    vi.useFakeTimers({ toFake: ["Date"] });
  });
  afterEach(() => {
    vi.useRealTimers();
  });
  return (ms: number) => vi.setSystemTime(later(new Date(), ms));
}
