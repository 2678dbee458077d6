// @module-tag slow
import { vi } from "vitest";
import type { Answer, Snapshot } from "@/lib/gateways/gateway";
import { mutants } from "./finds-out";
import type { Write } from "./gateway/network";

// Broken on purpose like those of mutants.test.ts: the rules about money that is taken without a request from the shop,
// and about what arrives late.

const broken = vi.hoisted(() => ({ rule: "" }));

/** The rules that close doors, by the reason for closing them. */
const leftOpen: Record<string, string> = vi.hoisted(() => ({
  order_ended: "an order's doors are shut before it ends",
  paid_otherwise: "who is paid otherwise takes nothing more",
  replaced: "a new door shuts the one before",
}));

/** The refund states that a broken rule takes for done, by the rule. */
const takenForDone: Record<string, string> = vi.hoisted(() => ({
  "a refund under way is not done": "pending",
  "a refund that came back is not done": "failed",
}));

vi.mock("@/lib/payments/engine/close", async (load) => {
  const real = await load<typeof import("@/lib/payments/engine/close")>();
  const written: typeof real = {
    ...real,
    closeDoors: async (tx, orderId, why, now, stays) =>
      broken.rule === leftOpen[why] ? false : real.closeDoors(tx, orderId, why, now, stays),
  };
  return written;
});

vi.mock("@/lib/payments/engine/state", async (load) => {
  const real = await load<typeof import("@/lib/payments/engine/state")>();
  const written: typeof real = {
    ...real,
    happeningOf: (asked, snapshot) => {
      const { gatewayOrderId: orderId, amount, currency } = asked;
      const asAsked = broken.rule === "what was paid is compared" ? { orderId, amount, currency } : {};
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
      broken.rule !== "how a dispute goes on is news" && real.tellsOfDisputes(...told),
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
        broken.rule === "what may come back is asked about, or found on a list"
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
      if (broken.rule !== "what may come back is asked about, or found on a list") await real.lookDaily(at);
    },
  };
  return written;
});

vi.mock("@/lib/payments/engine/verdict", async (load) => {
  const real = await load<typeof import("@/lib/payments/engine/verdict")>();
  const written: typeof real = {
    ...real,
    nextStep: (call, payment, look, now) => {
      const isBroken = broken.rule === "a door is shut when its gateway says so";
      if (!isBroken || call.kind !== "close" || look.is !== "seen")
        return real.nextStep(call, payment, look, now);
      const nothing = { captured: 0, refunds: [], door: null };
      return { do: "settle", snapshot: { ...look.snapshot, ...nothing, status: "expired", closed: true } };
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
      if (broken.rule === "what a bank takes is posted")
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
        return answer.is === "declined" && broken.rule === "after a refusal the door is still open"
          ? { ...answer, stillOpen: false }
          : answer;
      }
    },
  };
});

/** Found within the first few worlds, so every check includes them. The others are broken in `npm test -- deep`. */
const soonFound = [
  "a new door shuts the one before",
  "a refund under way is not done",
  "a fee is posted once",
  "what Stripe did not sign is refused",
];

const others = [
  "what was paid is compared",
  "an order's doors are shut before it ends",
  "who is paid otherwise takes nothing more",
  "a door is shut when its gateway says so",
  "after a refusal the door is still open",
  "a refund keeps its key",
  "a refund that came back is not done",
  "what a bank takes is posted",
  "how a dispute goes on is news",
  "what may come back is asked about, or found on a list",
];

mutants({ soonFound, others }, (rule) => {
  broken.rule = rule;
});
