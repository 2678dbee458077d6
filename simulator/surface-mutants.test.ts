// @module-tag slow
import { vi } from "vitest";
import type { Answer, Snapshot } from "@/lib/gateways/gateway";
import { mutants } from "./finds-out";
import type { Write } from "./gateway/network";

// Broken on purpose like those of mutants.test.ts: the rules about money that is taken without a request from the shop,
// and about what arrives late.

const broken = vi.hoisted(() => ({ rule: "" }));

/** The rules that close surfaces, by the reason for closing them. */
const leftOpen: Record<string, string> = vi.hoisted(() => ({
  order_ended: "an order's pages and forms are closed before it ends",
  paid_otherwise: "a paid order closes its other pages and forms",
  replaced: "a new page or form closes the one before",
}));

/** The refund states that a broken rule takes for done, by the rule. */
const takenForDone: Record<string, string> = vi.hoisted(() => ({
  "a pending refund is not done": "pending",
  "a failed refund is not done": "failed",
}));

vi.mock("@/lib/payments/engine/close", async (load) => {
  const real = await load<typeof import("@/lib/payments/engine/close")>();
  const written: typeof real = {
    ...real,
    closeSurfaces: async (tx, orderId, why, now, stays) =>
      broken.rule === leftOpen[why] ? false : real.closeSurfaces(tx, orderId, why, now, stays),
  };
  return written;
});

vi.mock("@/lib/payments/engine/state", async (load) => {
  const real = await load<typeof import("@/lib/payments/engine/state")>();
  const written: typeof real = {
    ...real,
    happeningOf: (asked, snapshot) => {
      const { gatewayOrderId: orderId, amount, currency } = asked;
      const asAsked =
        broken.rule === "the charge is compared with the order" ? { orderId, amount, currency } : {};
      return real.happeningOf(asked, { ...snapshot, ...asAsked });
    },
  };
  return written;
});

vi.mock("@/lib/payments/engine/pull-disputes", async (load) => {
  const real = await load<typeof import("@/lib/payments/engine/pull-disputes")>();
  const written: typeof real = {
    ...real,
    tellsOfDisputes: async (...told) =>
      broken.rule !== "a change of a dispute is recorded" && real.tellsOfDisputes(...told),
  };
  return written;
});

vi.mock("@/lib/payments/engine/next-look", async (load) => {
  const real = await load<typeof import("@/lib/payments/engine/next-look")>();
  const written: typeof real = {
    ...real,
    nextLook: (payment, standing, now) =>
      real.nextLook(
        payment,
        broken.rule === "a refund that may fail is queried, or found on the daily list"
          ? { ...standing, mayChange: false }
          : standing,
        now,
      ),
  };
  return written;
});

vi.mock("@/lib/payments/worker/daily-look", async (load) => {
  const real = await load<typeof import("@/lib/payments/worker/daily-look")>();
  const written: typeof real = {
    ...real,
    // A refund that comes back is found by the hourly look at its payment, and on the gateway's list of the day.
    lookDaily: async (at) => {
      if (broken.rule !== "a refund that may fail is queried, or found on the daily list")
        await real.lookDaily(at);
    },
  };
  return written;
});

vi.mock("@/lib/payments/engine/verdict", async (load) => {
  const real = await load<typeof import("@/lib/payments/engine/verdict")>();
  const written: typeof real = {
    ...real,
    nextStep: (call, payment, look, now) => {
      const isBroken = broken.rule === "a page is only closed when its gateway says so";
      if (!isBroken || call.kind !== "close" || look.is !== "seen")
        return real.nextStep(call, payment, look, now);
      const nothing = { captured: 0, refunds: [], surface: null };
      return { do: "record", snapshot: { ...look.snapshot, ...nothing, status: "expired", closed: true } };
    },
  };
  return written;
});

vi.mock("@/lib/gateways/stripe", async (load) => {
  const { stripe } = await load<typeof import("@/lib/gateways/stripe")>();
  const refusal: typeof stripe.refusal = (body, headers) =>
    broken.rule === "what Stripe did not sign is refused" ? null : stripe.refusal(body, headers);
  return { stripe: { ...stripe, refusal } };
});

vi.mock("@/lib/gateways/stripe/wire", async (load) => {
  const real = await load<typeof import("@/lib/gateways/stripe/wire")>();
  const read = (snapshot: Snapshot): Snapshot => ({
    ...snapshot,
    refunds: snapshot.refunds.map((refund) =>
      refund.state === takenForDone[broken.rule] ? { ...refund, state: "done" } : refund,
    ),
  });
  const written: typeof real = {
    ...real,
    snapshotOfIntent: (...told) => read(real.snapshotOfIntent(...told)),
    snapshotOfSession: (...told) => read(real.snapshotOfSession(...told)),
  };
  return written;
});

vi.mock("@/db/books", async (load) => {
  const real = await load<typeof import("@/db/books")>();
  const written: typeof real = {
    ...real,
    post: (tx, rows) => {
      if (broken.rule === "a dispute is posted")
        return real.post(
          tx,
          rows.filter(({ cause }) => cause !== "dispute"),
        );
      if (broken.rule !== "a fee is posted once") return real.post(tx, rows);
      const fees = rows.filter(({ cause }) => cause === "fee");
      const again = fees.map((row) => ({ ...row, transaction: `${row.transaction} again` }));
      return real.post(tx, [...rows, ...again]);
    },
  };
  return written;
});

vi.mock("./gateway/network", async (load) => {
  const { Network } = await load<typeof import("./gateway/network")>();
  let asked = 0;
  return {
    Network: class extends Network {
      override async ask(write: Write): Promise<Answer> {
        asked += 1;
        const hasNewKey = broken.rule === "a refund keeps its key" && write.name === "give";
        const answer = await super.ask(hasNewKey ? { ...write, key: `${write.key} ${asked}` } : write);
        return answer.is === "declined" && broken.rule === "after a refusal the card form is still open"
          ? { ...answer, stillOpen: false }
          : answer;
      }
    },
  };
});

/** Found within the first few worlds, so every check includes them. The others are broken in `npm test -- deep`. */
const soonFound = [
  "a new page or form closes the one before",
  "a pending refund is not done",
  "a fee is posted once",
  "what Stripe did not sign is refused",
];

const others = [
  "the charge is compared with the order",
  "an order's pages and forms are closed before it ends",
  "a paid order closes its other pages and forms",
  "a page is only closed when its gateway says so",
  "after a refusal the card form is still open",
  "a refund keeps its key",
  "a failed refund is not done",
  "a dispute is posted",
  "a change of a dispute is recorded",
  "a refund that may fail is queried, or found on the daily list",
];

mutants({ soonFound, others }, (rule) => {
  broken.rule = rule;
});
