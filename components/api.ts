import type { z } from "zod";
import type { createOrder } from "@/lib/contracts/orders";
import type { paymentStatus, readyToss } from "@/lib/contracts/payments";
import type { ProblemCode } from "@/lib/problem";

/** The operations a shopper's browser asks for. Types only: the contracts' parser stays on the server. */
type Operations = {
  "POST /orders": typeof createOrder;
  "POST /payments/toss/ready": typeof readyToss;
  "GET /payments/status": typeof paymentStatus;
};
type Name = keyof Operations;

export type Input<N extends Name> = z.input<Operations[N]["input"]>;
export type Reply<N extends Name> = z.output<Operations[N]["reply"]>;

export type Trouble = {
  /** `unreachable`: no answer came, or none that could be read. It may have been done all the same. */
  code: ProblemCode | "unreachable";
  errors?: { field: string; message: string }[];
};
export type Answer<N extends Name> = { ok: true; value: Reply<N> } | { ok: false; trouble: Trouble };

const patience_ms = 20_000;

/** Asks our own server. A refusal and a lost connection are answers, not exceptions. */
export async function call<N extends Name>(
  name: N,
  input: Input<N>,
  options: { idempotencyKey?: string } = {},
): Promise<Answer<N>> {
  const [method, path] = name.split(" ") as ["GET" | "POST", string];
  const init: RequestInit = {
    method,
    cache: "no-store",
    signal: AbortSignal.timeout(patience_ms),
  };
  if (method === "POST") {
    init.body = JSON.stringify(input);
    init.headers = {
      "content-type": "application/json",
      ...(options.idempotencyKey && { "idempotency-key": options.idempotencyKey }),
    };
  }
  try {
    const response = await fetch(
      method === "GET" ? `${path}?${new URLSearchParams(Object.entries(input))}` : path,
      init,
    );
    const body = await response.json();
    return response.ok ? { ok: true, value: body } : { ok: false, trouble: body };
  } catch {
    return { ok: false, trouble: { code: "unreachable" } };
  }
}
