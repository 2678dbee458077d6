import type { z } from "zod";
import type { operations } from "@/lib/contracts";
import type { ProblemCode } from "@/lib/problem";

type Operation = (typeof operations)[number];
/** Every operation by its name, such as "POST /orders". Types only: the contracts' parser stays on the server. */
type Operations = { [It in Operation as `${It["method"]} ${It["path"]}`]: It };
type Name = keyof Operations;

export type Input<N extends Name> = z.input<Operations[N]["input"]>;
export type Reply<N extends Name> = z.output<Operations[N]["reply"]>;

export type Trouble = {
  /**
   * `unreachable`: no answer arrived, or none that could be read; the request may have succeeded anyway. `silent`: the
   * shop answered, but the gateway has not.
   */
  code: ProblemCode | "unreachable" | "silent";
  errors?: { field: string; message: string }[];
  /** Where to go instead. */
  see?: string;
};
export type Answer<N extends Name> = { ok: true; value: Reply<N> } | { ok: false; trouble: Trouble };

export type Asking = {
  idempotencyKey?: string;
  /** Proves access to an order if no cookie does. */
  orderToken?: string;
  /** The shop's origin; pages of the shop need not pass it. */
  shop?: string;
};

/** Longer than the server ever delays an answer, in milliseconds. */
const patience_ms = 30_000;

/** Sends a request to the shop's server. A refusal and a lost connection are returned, not thrown. */
export async function call<N extends Name>(
  name: N,
  input: Input<N>,
  { idempotencyKey, orderToken, shop = "" }: Asking = {},
): Promise<Answer<N>> {
  const [method, path] = name.split(" ") as [Operation["method"], string];
  const writes = method === "POST";
  const query = writes ? "" : `?${new URLSearchParams(given(input))}`;
  try {
    const response = await fetch(shop + path + query, {
      method,
      cache: "no-store",
      signal: AbortSignal.timeout(patience_ms),
      headers: {
        ...(writes && { "content-type": "application/json" }),
        ...(idempotencyKey && { "idempotency-key": idempotencyKey }),
        ...(orderToken && { "order-token": orderToken }),
      },
      ...(writes && { body: JSON.stringify(input) }),
    });
    const body = await response.json();
    return response.ok ? { ok: true, value: body } : { ok: false, trouble: body };
  } catch {
    return { ok: false, trouble: { code: "unreachable" } };
  }
}

/** Undefined values are left out of a query, where they would become the text "undefined". */
const given = (input: object) =>
  Object.entries(input)
    .filter(([, value]) => value !== undefined)
    .map(([name, value]) => [name, String(value)]);
