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

/** The gateway's wording for answers that the door itself gives. */
export type DoorWords = {
  stillRunning(): StoredAnswer;
  internalError(): StoredAnswer;
  refusal(code: string): StoredAnswer & { kept?: boolean };
  /** The answer when a key is reused with a different request, for gateways that bind a key to one request. */
  keyReused?(): StoredAnswer;
  inflate(body: unknown): unknown;
};

export type Door = {
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
  words: DoorWords;
  wire: Wire;
  print: (answer: StoredAnswer, replayed: boolean) => Response;
};

/**
 * Handles every API call: logs it, replays the stored answer if its idempotency key was used before, applies a waiting
 * fault, and otherwise runs and stores it in one transaction.
 */
export async function pass(door: Door, call: Call): Promise<Response> {
  const { operation, orderId, paymentKey, idempotencyKey, body } = call;
  const entry = door.journal.open({ operation, orderId, paymentKey, idempotencyKey, body });
  if (call.scope !== null && !door.idempotency.begin(call.scope)) {
    return reply(door, call, entry, call.words.stillRunning());
  }
  try {
    const earlier = call.scope === null ? null : door.idempotency.recall(call.scope);
    if (earlier && call.words.keyReused && earlier.fingerprint !== call.fingerprint) {
      return reply(door, call, entry, call.words.keyReused());
    }
    const fault = door.faults.take(call.faultOperation, call.orderId, earlier !== null);
    if (fault) door.journal.note(entry, { fault: fault.kind });
    const obstacle = fault && (await before(door, call, entry, fault));
    if (obstacle) return obstacle;
    const answer = earlier ?? carryOut(door, call, entry, fault);
    if (earlier) door.journal.note(entry, { replayed: true });
    return await after(door, call, entry, fault, answer);
  } finally {
    if (call.scope !== null) door.idempotency.end(call.scope);
  }
}

async function before(door: Door, call: Call, entry: Entry, fault: Fault): Promise<Response | null> {
  switch (fault.kind) {
    case "away":
    case "drop_before":
      return call.wire.cut();
    case "in_progress":
      return reply(door, call, entry, call.words.stillRunning());
    case "slow":
      return (await door.faults.wait(fault)) === "abandoned" ? call.wire.cut() : null;
    case "hold_before":
      return (await door.faults.hold(fault)) === "abandoned" ? call.wire.cut() : null;
    default:
      return null;
  }
}

function carryOut(door: Door, call: Call, entry: Entry, fault: Fault | null): StoredAnswer {
  return door.memory.transaction(() => {
    const answer: Answer =
      fault?.kind === "error"
        ? { ...call.words.refusal(fault.code ?? ""), acted: false }
        : withErrorAfter(call, fault, call.act());
    const stored = { status: answer.status, body: answer.body };
    if (call.scope !== null && answer.kept !== false) {
      door.idempotency.keep(call.scope, { ...stored, fingerprint: call.fingerprint ?? "" });
    }
    door.journal.note(entry, { acted: answer.acted });
    return stored;
  });
}

function withErrorAfter(call: Call, fault: Fault | null, answer: Answer): Answer {
  const spoiled = fault?.kind === "error_after" && answer.kept !== false;
  return spoiled ? { ...call.words.internalError(), acted: answer.acted } : answer;
}

async function after(
  door: Door,
  call: Call,
  entry: Entry,
  fault: Fault | null,
  answer: StoredAnswer,
): Promise<Response> {
  switch (fault?.kind) {
    case "drop_after":
      return call.wire.cut();
    case "hold": {
      const end = await door.faults.hold(fault, call.wire.gone());
      return end === "released" ? reply(door, call, entry, answer) : call.wire.cut();
    }
    case "malformed":
      door.journal.note(entry, { status: answer.status });
      return new Response(JSON.stringify(answer.body).slice(0, -7), {
        status: answer.status,
        headers: call.print(answer, entry.replayed).headers,
      });
    case "wrong_amount":
      return reply(door, call, entry, { ...answer, body: call.words.inflate(answer.body) });
    default:
      return reply(door, call, entry, answer);
  }
}

function reply(door: Door, call: Call, entry: Entry, answer: StoredAnswer): Response {
  door.journal.note(entry, { status: answer.status });
  return call.print(answer, entry.replayed);
}
