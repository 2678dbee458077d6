// @module-tag slow
import { vi } from "vitest";
import { storedPaymentStatuses } from "@/db/schema";
import type { Answer } from "@/lib/gateways/gateway";
import { mutants } from "./finds-out";
import type { Write } from "./gateway/network";

// A simulator that finds nothing proves nothing. Here the money rules are broken on purpose, one at a time, and the
// simulator must detect each within the worlds that a test run covers.

const broken = vi.hoisted(() => ({ rule: "" }));

vi.mock("@/db/payments", async (load) => {
  const real = await load<typeof import("@/db/payments")>();
  const written: typeof real = {
    ...real,
    writePayment: (tx, id, version, values) =>
      broken.rule === "an outdated answer is not written"
        ? real.movePayment(tx, id, [...storedPaymentStatuses], values)
        : real.writePayment(tx, id, version, values),
    reserveOnPayment: async (tx, id, amount) => {
      if (broken.rule !== "no more is refunded than was charged")
        return real.reserveOnPayment(tx, id, amount);
      const pending = (await real.paymentById(tx, id))?.refundPending ?? 0;
      return real.movePayment(tx, id, [...storedPaymentStatuses], { refundPending: pending + amount });
    },
  };
  return written;
});

vi.mock("@/db/refunds", async (load) => {
  const real = await load<typeof import("@/db/refunds")>();
  const written: typeof real = {
    ...real,
    decideRefund: (tx, id, decider, values) => {
      switch (broken.rule) {
        case "nobody approves their own refund":
          return real.moveRefund(tx, id, ["waiting_for_approval"], { ...values, decidedBy: decider.actor });
        default:
          return real.decideRefund(tx, id, decider, values);
      }
    },
  };
  return written;
});

vi.mock("@/db/orders", async (load) => {
  const real = await load<typeof import("@/db/orders")>();
  const written: typeof real = {
    ...real,
    restockItem: async (tx, id, sku, quantity) => {
      if (broken.rule !== "no more is restocked than was sold")
        return real.restockItem(tx, id, sku, quantity);
      const item = (await real.itemsOf(tx, id)).find((it) => it.sku === sku);
      // Behaves as if nothing had come back before.
      return item && quantity <= item.quantity
        ? ((await real.restockItem(tx, id, sku, quantity)) ?? item)
        : undefined;
    },
    lockOrderForAsking: async (tx, id, paymentId) => {
      if (broken.rule === "one attempt is asked at a time") {
        await real.lockOrder(tx, id);
        return real.writeOrder(tx, id, { askingPaymentId: paymentId });
      }
      return real.lockOrderForAsking(tx, id, paymentId);
    },
    lockPayableOrder: async (tx, id, now) => {
      if (broken.rule !== "the order's row is the lock") return real.lockPayableOrder(tx, id, now);
      const order = await real.orderById(tx, id);
      return order?.status === "open" && !order.askingPaymentId && order.expiresAt > now ? order : undefined;
    },
    lockDueOrder: async (tx, id, now) => {
      switch (broken.rule) {
        case "nothing ends while it may still be paid": {
          const order = await real.lockOrder(tx, id);
          const isPayable = order?.status === "open" || order?.status === "waiting_for_deposit";
          return order && isPayable && order.expiresAt <= now ? order : undefined;
        }
        default:
          return real.lockDueOrder(tx, id, now);
      }
    },
    writeOrder: (tx, id, values) => {
      const { stockTaken, winnerPaymentId, ...others } = values;
      switch (broken.rule) {
        case "taken stock is recorded on the order":
          return real.writeOrder(tx, id, { ...others, ...(stockTaken ? {} : values) });
        case "a reversal clears the winner":
          return real.writeOrder(tx, id, { ...others, ...(winnerPaymentId === null ? {} : values) });
        default:
          return real.writeOrder(tx, id, values);
      }
    },
  };
  return written;
});

vi.mock("@/db/calls", async (load) => {
  const real = await load<typeof import("@/db/calls")>();
  const written: typeof real = {
    ...real,
    writeCall: async (tx, call) => {
      const row = await real.writeCall(tx, call);
      if (broken.rule === "a call is stored before it is made" && call.kind === "confirm")
        await real.endCall(tx, call.id, "moot");
      return row;
    },
  };
  return written;
});

vi.mock("@/db/books", async (load) => {
  const real = await load<typeof import("@/db/books")>();
  const written: typeof real = {
    ...real,
    // Behaves as if an account had only one deposit, so that the next one counts as already booked.
    post: (tx, rows) =>
      broken.rule === "a second deposit counts"
        ? real.post(
            tx,
            rows.map((row) => (row.cause === "capture" ? { ...row, transaction: "the one" } : row)),
          )
        : real.post(tx, rows),
  };
  return written;
});

vi.mock("@/lib/payments/engine/reserve-refund", async (load) => {
  const real = await load<typeof import("@/lib/payments/engine/reserve-refund")>();
  const written: typeof real = {
    ...real,
    reserveRefund: async (tx, wish) =>
      broken.rule === "a second charge is refunded" && wish.requestedBy === "system"
        ? undefined
        : real.reserveRefund(tx, wish),
  };
  return written;
});

vi.mock("./gateway/toss/payment", async (load) => {
  const real = await load<typeof import("./gateway/toss/payment")>();
  const written: typeof real = {
    ...real,
    snapshotOf: (payment, at) => {
      const snapshot = real.snapshotOf(payment, at);
      if (broken.rule !== "a refund is recognized by its id") return snapshot;
      return { ...snapshot, refunds: snapshot.refunds.map((refund) => ({ ...refund, refundId: null })) };
    },
  };
  return written;
});

vi.mock("./gateway/network", async (load) => {
  const { Network } = await load<typeof import("./gateway/network")>();
  return {
    Network: class extends Network {
      override async ask(write: Write): Promise<Answer> {
        const answer = await super.ask(write);
        const isSilent = answer.is === "unknown" && /timeout|unreachable/.test(answer.why);
        if (!isSilent || broken.rule !== "silence is no failure") return answer;
        return { is: "declined", code: "TIMEOUT", stillOpen: false };
      }
    },
  };
});

/** Found within the first few worlds, so every check includes them. The others are broken in `npm test -- deep`. */
const soonFound = [
  "no more is refunded than was charged",
  "taken stock is recorded on the order",
  "a call is stored before it is made",
  "no more is restocked than was sold",
];

const others = [
  "nobody approves their own refund",
  "silence is no failure",
  "an outdated answer is not written",
  "one attempt is asked at a time",
  "nothing ends while it may still be paid",
  "a refund is recognized by its id",
  "a second charge is refunded",
  "a reversal clears the winner",
  "a second deposit counts",
];

/** SQLite runs one unit of work at a time, so reading there is as good as locking. */
const onPostgresql = ["the order's row is the lock"];

mutants({ soonFound, others, onPostgresql }, (rule) => {
  broken.rule = rule;
});
