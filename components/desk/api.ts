import type { z } from "zod";
import type { deskOperations } from "@/lib/contracts/desk";
import type { ProblemCode } from "@/lib/problem";

type Operation = (typeof deskOperations)[number];
type Operations = { [It in Operation as It["path"]]: It };
export type DeskPath = keyof Operations;
export type DeskInput<P extends DeskPath> = z.input<Operations[P]["input"]>;
export type DeskReply<P extends DeskPath> = z.output<Operations[P]["reply"]>;

/** `unreachable`: no answer arrived, or none that could be read; the request may have succeeded anyway. */
export type DeskTrouble = {
  code: ProblemCode | "unreachable";
  errors?: { field: string; message: string }[];
};
export type DeskAnswer<P extends DeskPath> =
  | { ok: true; value: DeskReply<P> /** 202 while the gateway's answer is unknown. */; status: number }
  | { ok: false; trouble: DeskTrouble };

/** The sign-in page, which leads back to the current page. */
export const signInPath = () =>
  `/admin/sign-in?${new URLSearchParams({ to: location.pathname + location.search })}`;

/** Longer than the server ever delays an answer, in milliseconds. */
const patience_ms = 30_000;

/**
 * Sends a request to the shop's server as the signed-in staff member. A refusal and a lost connection are returned, not
 * thrown.
 */
export async function callDesk<P extends DeskPath>(
  path: P,
  input: DeskInput<P>,
  { idempotencyKey }: { idempotencyKey?: string } = {},
): Promise<DeskAnswer<P>> {
  try {
    const response = await fetch(path, {
      method: "POST",
      cache: "no-store",
      signal: AbortSignal.timeout(patience_ms),
      headers: {
        "content-type": "application/json",
        ...(idempotencyKey && { "idempotency-key": idempotencyKey }),
      },
      body: JSON.stringify(input),
    });
    const body = await response.json();
    if (response.ok) return { ok: true, value: body, status: response.status };
    // Pressing again cannot fix a session that has ended.
    if (body.code === "unauthorized") location.assign(signInPath());
    return { ok: false, trouble: body };
  } catch {
    return { ok: false, trouble: { code: "unreachable" } };
  }
}
