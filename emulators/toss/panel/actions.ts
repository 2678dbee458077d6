import { z } from "zod";
import { faultKinds } from "../../kit/faults";
import { operations } from "../answer";
import { type ErrorCode, isErrorCode, isRefusal, type Refusal, refuse } from "../errors";
import type { Payment } from "../payment";
import type { Toss } from "../toss";
import { type Cancellation, cancelInConsole } from "../verbs/cancel";
import { deposit } from "../verbs/deposit";
import { expireNow } from "../verbs/expire";
import { findPayment } from "../verbs/find";
import { reverseDeposit } from "../verbs/reverseDeposit";

export type Form = Record<string, unknown>;

/** What became of a button somebody pressed. */
export type Outcome = { said: Said } | Refusal;

export const saids = ["done", "turned", "faultSet", "faultEnded", "redelivered", "undelivered"] as const;
export type Said = (typeof saids)[number];

const text = z.string().trim();
/** An empty field is one that was left alone. */
const optional = <Field extends z.ZodType>(field: Field) =>
  z.preprocess((value) => (value === "" ? undefined : value), field.optional());

const Refund = z
  .object({
    amount: optional(z.coerce.number().positive()),
    reason: text.min(1).max(200),
    bank: optional(text),
    accountNumber: optional(text),
    holderName: optional(text),
  })
  .refine(({ accountNumber, holderName }) => !accountNumber === !holderName);

/** A button beside a payment. */
export function actOnPayment(toss: Toss, paymentKey: string, action: string, form: Form): Outcome {
  const payment = toss.door.memory.transaction(() => carryOut(toss, paymentKey, action, form));
  return isRefusal(payment) ? payment : { said: "done" };
}

function carryOut(toss: Toss, paymentKey: string, action: string, form: Form): Payment | Refusal {
  switch (action) {
    case "deposit":
      return deposit(toss, paymentKey, { late: form.late === "true" });
    case "reverse-deposit":
      return reverseDeposit(toss, paymentKey);
    case "expire":
      return expireNow(toss, paymentKey);
    case "cancel": {
      const asked = Refund.safeParse(form);
      return asked.success
        ? cancelInConsole(toss, paymentKey, cancellation(asked.data))
        : refuse("INVALID_REQUEST");
    }
    default:
      return refuse("NOT_FOUND");
  }
}

function cancellation({
  amount,
  reason,
  bank,
  accountNumber,
  holderName,
}: z.output<typeof Refund>): Cancellation {
  const refundAccount = bank && accountNumber && holderName ? { bank, accountNumber, holderName } : undefined;
  return { amount, reason, refundAccount };
}

const MINUTE_MS = 60_000;

/** How far the clock's buttons turn it. */
export const turns = { minutes: 10 * MINUTE_MS, hour: 60 * MINUTE_MS, day: 24 * 60 * MINUTE_MS } as const;

/** Onwards by a while, to the due date of a payment, or back to the machine's own time. */
export function turnClock(toss: Toss, { turn, until }: Form): Outcome {
  if (turn === "reset") toss.clock.reset();
  else if (isTurn(turn)) toss.clock.advance(turns[turn]);
  else {
    const choice = findPayment(toss, String(until))?.choice;
    if (choice?.method !== "VIRTUAL_ACCOUNT") return refuse("NOT_FOUND_PAYMENT");
    toss.clock.set(choice.dueAt);
  }
  return { said: "turned" };
}

function isTurn(turn: unknown): turn is keyof typeof turns {
  return typeof turn === "string" && Object.hasOwn(turns, turn);
}

const Fault = z
  .object({
    operation: z.enum(["any", ...operations]),
    kind: z.enum(faultKinds),
    times: optional(z.coerce.number().int().positive().max(1000)),
    orderId: optional(text),
    seconds: optional(z.coerce.number().nonnegative().max(600)),
    code: optional(z.custom<ErrorCode>((code) => isErrorCode(String(code)))),
  })
  .refine(({ kind, code }) => kind !== "error" || code !== undefined);

export function setFault({ door }: Toss, form: Form): Outcome {
  const order = Fault.safeParse(form);
  if (!order.success) return refuse("INVALID_REQUEST");
  const { operation, kind, times, orderId, seconds, code } = order.data;
  door.faults.set({
    operation,
    kind,
    times: times ?? null,
    orderId: orderId ?? null,
    delay_ms: (seconds ?? 0) * 1000,
    code: kind === "error" ? (code ?? null) : null,
  });
  return { said: "faultSet" };
}

export function endFault({ door }: Toss, id: string, action: string): Outcome {
  const known = action === "release" ? door.faults.release(id) : door.faults.clear(id);
  return known ? { said: "faultEnded" } : refuse("NOT_FOUND");
}

export async function redeliver({ post }: Toss, id: string): Promise<Outcome> {
  const sent = await post.redeliver(id, { times: 1, atOnce: false, newTransmissionId: false });
  if (!sent) return refuse("NOT_FOUND");
  return { said: sent.every(({ status }) => status === 200) ? "redelivered" : "undelivered" };
}
