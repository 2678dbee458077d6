import { randomUUID } from "node:crypto";

export const faultKinds = [
  "slow",
  "drop_before",
  "drop_after",
  "error_after",
  "error",
  "in_progress",
  "malformed",
  "wrong_amount",
  "hold",
  "hold_before",
  "away",
] as const;

export type FaultKind = (typeof faultKinds)[number];

export type FaultOrder = {
  operation: string;
  kind: FaultKind;
  times: number | null;
  orderId: string | null;
  delay_ms: number;
  code: string | null;
};

export type Fault = FaultOrder & {
  id: string;
  remaining: number | null;
};

export type HoldEnd = "released" | "abandoned";

/** Faults injected on purpose. They live in this process only: a restart clears them. */
export type Faults = {
  set(order: FaultOrder): Fault;
  list(): (Fault & { holding: number })[];
  take(operation: string, orderId: string | null, replay: boolean): Fault | null;
  hold(fault: Fault, abandoned?: Promise<void>): Promise<HoldEnd>;
  wait(fault: Fault): Promise<HoldEnd>;
  release(id: string): boolean;
  clear(id?: string): boolean;
  abandon(): void;
};

const spentFaultsKept = 200;

export function createFaults(): Faults {
  let faults: Fault[] = [];
  const held = new Map<(end: HoldEnd) => void, Fault>();

  function pause(fault: Fault) {
    let finish: (end: HoldEnd) => void = () => {};
    const end = new Promise<HoldEnd>((resolve) => {
      finish = resolve;
    });
    const go = (how: HoldEnd) => {
      held.delete(go);
      finish(how);
    };
    held.set(go, fault);
    return { end, go };
  }

  function letGo(end: HoldEnd, id?: string) {
    for (const [go, fault] of [...held]) if (id === undefined || fault.id === id) go(end);
  }

  return {
    set(order) {
      const fault = { ...order, id: randomUUID(), remaining: order.times };
      const spent = faults.filter(({ remaining }) => remaining === 0).slice(0, -spentFaultsKept);
      faults = [...faults.filter((known) => !spent.includes(known)), fault];
      return fault;
    },
    list: () =>
      faults.map((fault) => ({
        ...fault,
        holding: [...held.values()].filter(({ id }) => id === fault.id).length,
      })),
    take(operation, orderId, replay) {
      const fault = faults.find(
        (candidate) =>
          candidate.remaining !== 0 &&
          (candidate.operation === "any" || candidate.operation === operation) &&
          (candidate.orderId === null || candidate.orderId === orderId) &&
          !(replay && changesTheAnswerItself(candidate.kind)),
      );
      if (fault?.remaining) fault.remaining -= 1;
      return fault ?? null;
    },
    hold(fault, abandoned) {
      const { end, go } = pause(fault);
      abandoned?.then(() => go("abandoned"));
      return end;
    },
    wait(fault) {
      const { end, go } = pause(fault);
      const timer = setTimeout(go, fault.delay_ms, "released");
      return end.finally(() => clearTimeout(timer));
    },
    release(id) {
      letGo("released", id);
      return faults.some((fault) => fault.id === id);
    },
    clear(id) {
      const known = faults.some((fault) => id === undefined || fault.id === id);
      faults = faults.filter((fault) => id !== undefined && fault.id !== id);
      letGo("released", id);
      return known;
    },
    abandon() {
      faults = [];
      letGo("abandoned");
    },
  };
}

/**
 * True for faults that replace the answer. A replayed answer stays as stored, so only transport faults still apply to
 * it.
 */
function changesTheAnswerItself(kind: FaultKind): boolean {
  return kind === "error" || kind === "error_after";
}
