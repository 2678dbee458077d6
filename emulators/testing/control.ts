/** The control routes that every emulator has, as tests use them. */
export function controlAt(url: string) {
  async function control<Body = unknown>(method: string, path: string, body?: unknown) {
    const response = await fetch(`${url}/_control${path}`, {
      method,
      headers: { "content-type": "application/json" },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    return { status: response.status, body: (text === "" ? null : JSON.parse(text)) as Body };
  }

  return {
    control,

    async turnClock(minutes: number) {
      await control("POST", "/clock", { advance_ms: minutes * 60_000 });
    },

    /** Sets a fault and returns its id. */
    async fault(order: Record<string, unknown>): Promise<string> {
      const { body, status } = await control<{ id: string }>("POST", "/faults", order);
      if (status !== 201) throw new Error(`the fault was refused: ${JSON.stringify(body)}`);
      return body.id;
    },

    /** How many calls a fault holds now. */
    async holding(faultId: string): Promise<number> {
      const { body } = await control<{ id: string; holding: number }[]>("GET", "/faults");
      return body.find(({ id }) => id === faultId)?.holding ?? 0;
    },

    async requests(orderId: string): Promise<LoggedRequest[]> {
      return (await control<LoggedRequest[]>("GET", `/requests?orderId=${orderId}`)).body;
    },

    async deliveries(orderId: string): Promise<LoggedDelivery[]> {
      return (await control<LoggedDelivery[]>("GET", `/webhooks?orderId=${orderId}`)).body;
    },
  };
}

export type LoggedRequest = {
  operation: string;
  status: number | null;
  acted: boolean;
  replayed: boolean;
  fault: string | null;
  idempotencyKey: string | null;
};

export type LoggedDelivery = {
  id: string;
  transmissionId: string;
  eventType: string;
  state: string;
  attempts: number;
  lastStatus: number | null;
  body: { data: { status: string } };
};
