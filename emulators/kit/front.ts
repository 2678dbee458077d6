import type { Fault, Faults } from "./faults";
import type { Wire } from "./http";
import type { Idempotency, StoredAnswer } from "./idempotency";
import type { Asked, Entry, Journal } from "./journal";
import type { Memory } from "./memory";

export type Answer = StoredAnswer & {
  acted: boolean;
  /** Whether an idempotency key stores this answer; true unless set to false. */
  kept?: boolean;
};

/** The gateway's wording for answers that the front itself gives. */
export type FrontWords = {
  stillRunning(): StoredAnswer;
  internalError(): StoredAnswer;
  refusal(code: string): StoredAnswer & { kept?: boolean };
  /** The answer when a key is reused with a different request, for gateways that bind a key to one request. */
  keyReused?(): StoredAnswer;
  inflate(body: unknown): unknown;
};

export type Front = {
  memory: Memory;
  journal: Journal;
  idempotency: Idempotency;
  faults: Faults;
};

export type Call = Asked & {
  faultOperation: string;
  /** Calls with the same scope count as the same call; null if the call can be repeated freely. */
  scope: string | null;
  /** The request's fingerprint, for gateways that refuse a key reused with different parameters. */
  fingerprint?: string;
  act: () => Answer;
  words: FrontWords;
  wire: Wire;
  print: (answer: StoredAnswer, replayed: boolean) => Response;
};

/**
 * Handles every API call: logs it, replays the stored answer if its idempotency key was used before, applies a waiting
 * fault, and otherwise runs and stores it in one transaction.
 */
export async function pass(front: Front, call: Call): Promise<Response> {
  const { operation, orderId, paymentKey, idempotencyKey, body } = call;
  const entry = front.journal.open({ operation, orderId, paymentKey, idempotencyKey, body });
  if (call.scope !== null && !front.idempotency.begin(call.scope)) {
    return reply(front, call, entry, call.words.stillRunning());
  }
  try {
    const earlier = call.scope === null ? null : front.idempotency.recall(call.scope);
    if (earlier && call.words.keyReused && earlier.fingerprint !== call.fingerprint) {
      return reply(front, call, entry, call.words.keyReused());
    }
    const fault = front.faults.take(call.faultOperation, call.orderId, earlier !== null);
    if (fault) front.journal.note(entry, { fault: fault.kind });
    const obstacle = fault && (await before(front, call, entry, fault));
    if (obstacle) return obstacle;
    const answer = earlier ?? carryOut(front, call, entry, fault);
    if (earlier) front.journal.note(entry, { replayed: true });
    return await after(front, call, entry, fault, answer);
  } finally {
    if (call.scope !== null) front.idempotency.end(call.scope);
  }
}

async function before(front: Front, call: Call, entry: Entry, fault: Fault): Promise<Response | null> {
  switch (fault.kind) {
    case "away":
    case "drop_before":
      return call.wire.cut();
    case "in_progress":
      return reply(front, call, entry, call.words.stillRunning());
    case "slow":
      return (await front.faults.wait(fault)) === "abandoned" ? call.wire.cut() : null;
    case "hold_before":
      return (await front.faults.hold(fault)) === "abandoned" ? call.wire.cut() : null;
    default:
      return null;
  }
}

function carryOut(front: Front, call: Call, entry: Entry, fault: Fault | null): StoredAnswer {
  return front.memory.transaction(() => {
    const answer: Answer =
      fault?.kind === "error"
        ? { ...call.words.refusal(fault.code ?? ""), acted: false }
        : withErrorAfter(call, fault, call.act());
    const stored = { status: answer.status, body: answer.body };
    if (call.scope !== null && answer.kept !== false) {
      front.idempotency.keep(call.scope, { ...stored, fingerprint: call.fingerprint ?? "" });
    }
    front.journal.note(entry, { acted: answer.acted });
    return stored;
  });
}

function withErrorAfter(call: Call, fault: Fault | null, answer: Answer): Answer {
  const spoiled = fault?.kind === "error_after" && answer.kept !== false;
  return spoiled ? { ...call.words.internalError(), acted: answer.acted } : answer;
}

async function after(
  front: Front,
  call: Call,
  entry: Entry,
  fault: Fault | null,
  answer: StoredAnswer,
): Promise<Response> {
  switch (fault?.kind) {
    case "drop_after":
      return call.wire.cut();
    case "hold": {
      const end = await front.faults.hold(fault, call.wire.gone());
      return end === "released" ? reply(front, call, entry, answer) : call.wire.cut();
    }
    case "malformed":
      front.journal.note(entry, { status: answer.status });
      return new Response(JSON.stringify(answer.body).slice(0, -7), {
        status: answer.status,
        headers: call.print(answer, entry.replayed).headers,
      });
    case "wrong_amount":
      return reply(front, call, entry, { ...answer, body: call.words.inflate(answer.body) });
    default:
      return reply(front, call, entry, answer);
  }
}

function reply(front: Front, call: Call, entry: Entry, answer: StoredAnswer): Response {
  front.journal.note(entry, { status: answer.status });
  return call.print(answer, entry.replayed);
}
