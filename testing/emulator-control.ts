/** The faults that a call can be given. */
export type FaultKind =
  | "slow"
  | "drop_before"
  | "drop_after"
  | "error_after"
  | "error"
  | "in_progress"
  | "malformed"
  | "wrong_amount"
  | "hold"
  | "hold_before"
  | "away";

export type Delivery = {
  id: string;
  transmissionId: string;
  eventType: string;
  orderId: string;
  target: string;
  attempts: number;
  state: "pending" | "delivered" | "failed";
  lastStatus: number | null;
  body: unknown;
};

/** What a gateway settles on a day, in minor units; `fees` include `vat`, and `net` is paid out. */
export type DaySum = {
  date: string;
  currency: string;
  rows: number;
  gross: number;
  fees: number;
  vat: number;
  net: number;
};

/** By how much something is reported wrongly, in minor units or days, and from when on. */
export type NewWrong = { by?: number; from?: string };

/** The control routes that every emulated gateway has, and how to call gateway-specific ones. */
export function controlOf(url: string) {
  const call = async <T>(method: string, path: string, body?: unknown): Promise<T> => {
    const response = await fetch(`${url}/_control${path}`, {
      method,
      ...(body !== undefined && {
        headers: { "content-type": "application/json" },
        body: JSON.stringify(body),
      }),
    });
    const text = await response.text();
    if (!response.ok) throw new Error(`${method} /_control${path} answered ${response.status}: ${text}`);
    return (text === "" ? undefined : JSON.parse(text)) as T;
  };
  const search = (filter: Record<string, string | undefined>) => {
    const given = Object.entries(filter).filter((entry): entry is [string, string] => entry[1] !== undefined);
    return `?${new URLSearchParams(given)}`;
  };

  return {
    call,
    search,
    reset: () => call<void>("POST", "/reset"),
    /** From now on everything is reported as it is. */
    rightWrongs: () => call<void>("DELETE", "/wrongs"),
    clock: {
      now: () => call<{ now: string }>("GET", "/clock"),
      advance: (advance_ms: number) => call<{ now: string }>("POST", "/clock", { advance_ms }),
      reset: () => call<{ now: string }>("POST", "/clock", { reset: true }),
    },
    faults: {
      list: () =>
        call<{ id: string; kind: FaultKind; remaining: number | null; holding: number }[]>("GET", "/faults"),
      release: (id: string) => call<void>("POST", `/faults/${id}/release`),
      remove: (id: string) => call<void>("DELETE", `/faults/${id}`),
    },
    webhooks: {
      list: (orderId: string) => call<Delivery[]>("GET", `/webhooks${search({ orderId })}`),
      redeliver: (id: string, how: { times?: number; at_once?: boolean; newTransmissionId?: boolean } = {}) =>
        call<unknown>("POST", `/webhooks/${id}/redeliver`, how),
      setTargets: (urls: string[]) => call<unknown>("PUT", "/webhooks/targets", { urls }),
      /** Holds deliveries back, as if the gateway's events were lost. */
      pause: (paused: boolean, orderId?: string) =>
        call<unknown>("PUT", "/webhooks/paused", { paused, ...(orderId && { orderId }) }),
    },
  };
}
