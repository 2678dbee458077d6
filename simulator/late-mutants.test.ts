// @module-tag slow
import { eq, sql } from "drizzle-orm";
import { vi } from "vitest";
import { payments } from "@/db/schema";
import { mutants } from "./finds-out";

// Broken on purpose like those of mutants.test.ts: the rules about what ends, what nobody reported, what is unknown,
// other accounts, and duplicate requests.

const broken = vi.hoisted(() => ({ rule: "" }));

vi.mock("@/db/orders", async (load) => {
  const real = await load<typeof import("@/db/orders")>();
  const written: typeof real = {
    ...real,
    lockOrderForAsking: (tx, id, paymentId) =>
      broken.rule === "an order that is being ended is not asked for"
        ? real.lockOrderForAnswer(tx, id, paymentId)
        : real.lockOrderForAsking(tx, id, paymentId),
  };
  return written;
});

vi.mock("@/db/payments", async (load) => {
  const real = await load<typeof import("@/db/payments")>();
  const written: typeof real = {
    ...real,
    allowNewsLook: async (tx, id, after, now) => {
      const allowed = await real.allowNewsLook(tx, id, after, now);
      // Behaves as if a look saw what happened after it began.
      if (allowed && broken.rule === "a query does not cover webhooks that came after it began")
        await tx
          .update(payments)
          .set({ newsLookedTo: sql`coalesce(${payments.newsLookedTo}, 0) + 1000` })
          .where(eq(payments.id, id));
      return allowed;
    },
  };
  return written;
});

vi.mock("@/db/needs", async (load) => {
  const real = await load<typeof import("@/db/needs")>();
  const written: typeof real = {
    ...real,
    openNeed: async (tx, need, at) =>
      broken.rule === "what waits for a person is on the list of needs"
        ? undefined
        : real.openNeed(tx, need, at),
  };
  return written;
});

vi.mock("@/lib/payments/engine/state", async (load) => {
  const real = await load<typeof import("@/lib/payments/engine/state")>();
  const written: typeof real = {
    ...real,
    happeningOf: (asked, snapshot) => {
      const isBroken = broken.rule === "the captured amount is compared with the requested one";
      const captured = isBroken && snapshot.captured > 0 ? asked.amount : snapshot.captured;
      return real.happeningOf(asked, { ...snapshot, captured });
    },
  };
  return written;
});

vi.mock("@/lib/payments/engine/account", async (load) => {
  const real = await load<typeof import("@/lib/payments/engine/account")>();
  const written: typeof real = {
    ...real,
    isOfToday: (payment) =>
      broken.rule === "a payment that another account does not know still exists"
        ? real.isOfTodaysMode(payment)
        : real.isOfToday(payment),
  };
  return written;
});

vi.mock("@/lib/payments/worker/daily-look", async (load) => {
  const real = await load<typeof import("@/lib/payments/worker/daily-look")>();
  const written: typeof real = {
    ...real,
    lookDaily: async (at) => {
      if (broken.rule !== "what no webhook reported is queried") await real.lookDaily(at);
    },
  };
  return written;
});

vi.mock("@/lib/payments/worker/unknown", async (load) => {
  const real = await load<typeof import("@/lib/payments/worker/unknown")>();
  const written: typeof real = {
    ...real,
    noticeUnknown: async (at) =>
      broken.rule === "an unknown result is reported in time" ? 0 : real.noticeUnknown(at),
  };
  return written;
});

vi.mock("@/lib/http/idempotency", async (load) => {
  const real = await load<typeof import("@/lib/http/idempotency")>();
  const written: typeof real = {
    ...real,
    once: (keyed, ...rest) =>
      real.once(broken.rule === "one idempotency key is used once" ? undefined : keyed, ...rest),
  };
  return written;
});

vi.mock("./gateway/toss/payment", async (load) => {
  const real = await load<typeof import("./gateway/toss/payment")>();
  const written: typeof real = {
    ...real,
    snapshotOf: (payment, at) => {
      const snapshot = real.snapshotOf(payment, at);
      if (broken.rule !== "a deposit counts as refunded once its bank has paid it") return snapshot;
      return { ...snapshot, refunds: snapshot.refunds.map((refund) => ({ ...refund, state: "done" })) };
    },
  };
  return written;
});

/** Found within the first few worlds, so every check includes them. The others are broken in `npm test -- deep`. */
const soonFound = [
  "what waits for a person is on the list of needs",
  "the captured amount is compared with the requested one",
  "one idempotency key is used once",
];

const others = [
  "an order that is being ended is not asked for",
  "a query does not cover webhooks that came after it began",
  "a payment that another account does not know still exists",
  "what no webhook reported is queried",
  "an unknown result is reported in time",
  "a deposit counts as refunded once its bank has paid it",
];

mutants({ soonFound, others }, (rule) => {
  broken.rule = rule;
});
