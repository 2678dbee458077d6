import { randomUUID } from "node:crypto";
import type { Clock } from "./clock";
import type { Memory } from "./memory";

/** One API call as it was received; `acted` says whether it moved money. */
export type Entry = {
  id: string;
  at: string;
  operation: string;
  orderId: string | null;
  paymentKey: string | null;
  idempotencyKey: string | null;
  body: unknown;
  status: number | null;
  acted: boolean;
  replayed: boolean;
  fault: string | null;
};

export type Asked = Pick<Entry, "operation" | "orderId" | "paymentKey" | "idempotencyKey" | "body">;

export type Journal = {
  open(asked: Asked): Entry;
  note(entry: Entry, news: Partial<Pick<Entry, "status" | "acted" | "replayed" | "fault">>): void;
  list(match: Partial<Pick<Entry, "orderId" | "operation">>): Entry[];
};

const entriesKept = 20_000;

export function createJournal(memory: Memory, clock: Clock): Journal {
  const entries = memory.collection<Entry>("requests", ["orderId"]);
  let opened = 0;

  return {
    open(asked) {
      const at = new Date(clock.now()).toISOString();
      const entry = {
        id: randomUUID(),
        at,
        ...asked,
        status: null,
        acted: false,
        replayed: false,
        fault: null,
      };
      entries.save(entry);
      if (++opened % 1000 === 0) entries.keepNewest(entriesKept);
      return entry;
    },
    note(entry, news) {
      entries.save(Object.assign(entry, news));
    },
    list: (match) => entries.find(match),
  };
}
