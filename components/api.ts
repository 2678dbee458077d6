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
   * `unreachable`: no answer came, or none that could be read. It may have been done all the same.
   * `silent`: the shop answered, and has asked in vain for the gateway's answer.
   */
  code: ProblemCode | "unreachable" | "silent";
  errors?: { field: string; message: string }[];
  /** Where to look instead. */
  see?: string;
};
export type Answer<N extends Name> = { ok: true; value: Reply<N> } | { ok: false; trouble: Trouble };

export type Asking = {
  idempotencyKey?: string;
  /** Proves whose order it is, where no cookie does. */
  orderToken?: string;
  /** The shop's address; a page of the shop need not say it. */
  shop?: string;
};

/** Longer than the server ever keeps an answer back. */
const patience_ms = 30_000;

/** Asks the shop's server. A refusal and a lost connection are answers, not exceptions. */
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

/** What is not given is left out of a query, where it would become a word. */
const given = (input: object) =>
  Object.entries(input)
    .filter(([, value]) => value !== undefined)
    .map(([name, value]) => [name, String(value)]);
