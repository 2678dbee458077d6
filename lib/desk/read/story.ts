import type { Need, NeedReason } from "@/db/schema";
import type { Dossier } from "./dossier";

/** One line of an order's story as staff read it. Amounts in minor units. */
export type StoryEntry = { id: string; at: Date } & (
  | { of: "event"; kind: string; detail: Record<string, unknown> }
  | {
      of: "call";
      kind: Dossier["calls"][number]["kind"];
      key: string;
      amount: number;
      currency: string;
      state: Dossier["calls"][number]["state"];
      gatewayCode: string | null;
      unknownWhy: string | null;
    }
  | { of: "webhook"; gateway: string; state: Dossier["news"][number]["state"]; note: string | null }
  | { of: "book"; debit: string; credit: string; amount: number; currency: string; cause: string }
  | { of: "letter"; kind: string; state: string }
  | { of: "need"; reason: NeedReason; told: string; closed?: { by: string; how: string } }
  | { of: "staff"; actor: string; action: string; address: string | null; detail: Record<string, unknown> }
);

/**
 * Everything that happened to an order on one timeline, newest first: what browsers and the API did, what was sent to
 * gateways, what gateways reported, what was posted, and what staff did.
 */
export const storyOf = ({
  events,
  calls,
  news,
  transfers,
  mails,
  audit,
  payments,
  needs,
  cancelRequests,
}: Dossier): StoryEntry[] => {
  const currencyOf = new Map(payments.map(({ id, currency }) => [id, currency]));
  return [
    ...needs.flatMap(linesOf),
    ...events
      .filter((event) => !isToldByNeed(event, needs))
      .map(({ id, at, kind, detail }) => ({ id, at, of: "event" as const, kind, detail })),
    ...calls.map(({ id, askedAt, kind, amount, state, gatewayCode, unknownWhy, paymentId }) => ({
      id,
      at: askedAt,
      of: "call" as const,
      kind,
      key: id,
      amount,
      currency: currencyOf.get(paymentId) ?? "KRW",
      state,
      gatewayCode,
      unknownWhy,
    })),
    ...news.map(({ id, at, gateway, state, note }) => ({
      id,
      at,
      of: "webhook" as const,
      gateway,
      state,
      note,
    })),
    ...transfers.map(({ id, at, debit, credit, amount, currency, cause }) => ({
      id,
      at,
      of: "book" as const,
      debit,
      credit,
      amount,
      currency,
      cause,
    })),
    ...mails.map(({ id, sentAt, createdAt, kind, state }) => ({
      id,
      at: sentAt ?? createdAt,
      of: "letter" as const,
      kind,
      state,
    })),
    // A note is told by its event, which has its text.
    ...audit
      .filter(({ action }) => action !== "note_added")
      .map(({ id, at, actor, action, address, detail }) => ({
        id,
        at,
        of: "staff" as const,
        actor,
        action,
        address,
        // A shopper's own words are stored only in their cancel request, where they can be erased.
        detail: action === "cancel_asked" ? { ...detail, ...wordsOf(detail, cancelRequests) } : detail,
      })),
  ].toSorted((a, b) => b.at.getTime() - a.at.getTime() || (a.id < b.id ? 1 : -1));
};

function wordsOf({ request }: Record<string, unknown>, requests: Dossier["cancelRequests"]) {
  const reason = requests.find(({ id }) => id === request)?.reason;
  return reason ? { reason } : {};
}

/** When a need was opened, and when and by whom it was closed. */
function linesOf({ id, reason, detail, openedAt, closedAt, closedBy, closedHow }: Need): StoryEntry[] {
  const need = { id, of: "need" as const, reason, told: detail };
  const opened = { ...need, at: openedAt };
  return closedAt && closedBy && closedHow
    ? [opened, { ...need, id: `${id} closed`, at: closedAt, closed: { by: closedBy, how: closedHow } }]
    : [opened];
}

/** The shopper's version of the story says less about the same event. */
const isToldByNeed = ({ kind, at, detail }: Dossier["events"][number], needs: Need[]) =>
  needs.some(
    ({ reason, openedAt, closedAt }) =>
      reason === detail.why &&
      ((kind === "needs_person" && openedAt.getTime() === at.getTime()) ||
        (kind === "need_resolved" && closedAt?.getTime() === at.getTime())),
  );
