import { afterAll, beforeEach } from "vitest";
import { closeStore, transaction } from "@/db/store";
import { letClockRun, stopClock } from "./clock";
import { emptyShop } from "./empty";

// Importing this file empties this test file's database before each test, and stops the clock.

beforeEach(async () => {
  stopClock();
  await transaction(emptyShop);
});

afterAll(async () => {
  await closeStore();
  letClockRun();
});
