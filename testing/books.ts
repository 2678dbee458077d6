import { afterAll, beforeEach } from "vitest";
import {
  calls,
  idempotencyKeys,
  mails,
  orderItems,
  orders,
  paymentEvents,
  payments,
  products,
  refunds,
  transfers,
  webhookInbox,
} from "@/db/schema";
import { closeStore, transaction } from "@/db/store";
import { letClockRun, stopClock } from "./clock";

// Importing this file empties this test file's own database before each test, and stops the clock.

const childrenFirst = [
  transfers,
  mails,
  webhookInbox,
  calls,
  refunds,
  paymentEvents,
  payments,
  orderItems,
  idempotencyKeys,
  orders,
  products,
];

beforeEach(async () => {
  stopClock();
  await transaction(async (tx) => {
    for (const table of childrenFirst) await tx.delete(table);
  });
});

afterAll(async () => {
  await closeStore();
  letClockRun();
});
