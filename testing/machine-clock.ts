import { afterEach, beforeEach, vi } from "vitest";
import { later } from "@/lib/clock";

/**
 * Stops the machine's clock in each test of a file, for libraries that read it. Returns a function that advances it by
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
