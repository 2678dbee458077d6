import { afterAll, beforeEach } from "vitest";
import { closeStore, transaction } from "@/db/store";
import { letClockRun, stopClock } from "./clock";
import { emptyShop } from "./empty";

// Importing this file empties this test file's own database before each test, and stops the clock.

beforeEach(async () => {
  stopClock();
  await transaction(emptyShop).catch(emptyOnceMore);
});

/** What the test before left under way may write between two deletes. */
function emptyOnceMore(error: Error & { cause?: unknown }) {
  if (!String(error.cause).includes("violates foreign key constraint")) throw error;
  return transaction(emptyShop);
}

afterAll(async () => {
  await closeStore();
  letClockRun();
});
