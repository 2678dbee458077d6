import { z } from "zod";
import type { Controlled } from "../control/controlled";
import { faultKinds } from "../faults";
import { days, hours, minutes, nextTimeOfDay } from "../time";
import type { Wrongs } from "../wrongs";

export type Form = Record<string, unknown>;

export type Said =
  | "done"
  | "wrongSet"
  | "wrongEnded"
  | "turned"
  | "faultSet"
  | "faultEnded"
  | "redelivered"
  | "undelivered";

/** The result of a button press; a refusal may carry the gateway's own message. */
export type Outcome = { said: Said } | { refused: Refused };
export type Refused = "invalid" | "unknown" | { message: string; code?: string | undefined };

export const text = z.string().trim();
/** Treats an empty field as not given. */
export const optional = <Field extends z.ZodType>(field: Field) =>
  z.preprocess((value) => (value === "" ? undefined : value), field.optional());

/** How far each clock button advances the clock, in milliseconds. */
export const turns = { minutes: minutes(10), hour: hours(1), day: days(1) } as const;

/** Advances the clock, also to the end of the night, or resets it to the machine's time. */
export function turnClock({ clock, nightEndsMs }: Controlled, { turn }: Form): Outcome {
  if (turn === "reset") clock.reset();
  else if (turn === "night") clock.set(nextTimeOfDay(clock.now(), nightEndsMs));
  else if (isTurn(turn)) clock.advance(turns[turn]);
  else return { refused: "invalid" };
  return { said: "turned" };
}

function isTurn(turn: unknown): turn is keyof typeof turns {
  return typeof turn === "string" && Object.hasOwn(turns, turn);
}

export function setFault({ front, faultOperations, isErrorCode }: Controlled, form: Form): Outcome {
  const Fault = z
    .object({
      operation: z.enum(["any", ...faultOperations]),
      kind: z.enum(faultKinds),
      times: optional(z.coerce.number().int().positive().max(1000)),
      orderId: optional(text),
      seconds: optional(z.coerce.number().nonnegative().max(600)),
      code: optional(z.string().refine(isErrorCode)),
    })
    .refine(({ kind, code }) => kind !== "error" || code !== undefined);
  const order = Fault.safeParse(form);
  if (!order.success) return { refused: "invalid" };
  const { operation, kind, times, orderId, seconds, code } = order.data;
  front.faults.set({
    operation,
    kind,
    times: times ?? null,
    orderId: orderId ?? null,
    delay_ms: (seconds ?? 0) * 1000,
    code: kind === "error" ? (code ?? null) : null,
  });
  return { said: "faultSet" };
}

export function endFault({ front }: Controlled, id: string, action: string): Outcome {
  const known = action === "release" ? front.faults.release(id) : front.faults.clear(id);
  return known ? { said: "faultEnded" } : { refused: "unknown" };
}

export async function redeliver(
  { post }: Controlled,
  id: string,
  accepted: (status: number) => boolean,
): Promise<Outcome> {
  const sent = await post.redeliver(id, { times: 1, atOnce: false, newTransmissionId: false });
  if (!sent) return { refused: "unknown" };
  const taken = sent.every(({ status }) => status !== null && accepted(status));
  return { said: taken ? "redelivered" : "undelivered" };
}

/** Reports something wrongly about a target from now on, or no longer. */
export function actOnWrongs<Kind extends string>(
  wrongs: Wrongs<Kind>,
  target: string,
  action: string,
  form: Form,
): Outcome {
  if (action === "right") return wrongs.clear({ target }) ? { said: "wrongEnded" } : { refused: "unknown" };
  if (action !== "wrong") return { refused: "unknown" };
  const order = z
    .object({ kind: z.enum(wrongs.kinds), by: optional(z.coerce.number().int()) })
    .safeParse(form);
  if (!order.success) return { refused: "invalid" };
  const { kind, by } = order.data;
  return wrongs.set({ kind, target, by }) ? { said: "wrongSet" } : { refused: "unknown" };
}
