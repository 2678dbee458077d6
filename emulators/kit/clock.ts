import type { Memory } from "./memory";

/** The emulator's time: the machine's clock plus an offset that tests can change. */
export type Clock = {
  now(): number;
  advance(milliseconds: number): void;
  set(instant: number): void;
  reset(): void;
  onTurn(listener: () => void): void;
};

export function createClock(memory: Memory, machine: () => number = Date.now): Clock {
  const offset = memory.setting("clock.offset", 0);
  const listeners: (() => void)[] = [];

  function turn(milliseconds: number) {
    offset.write(milliseconds);
    for (const listener of listeners) listener();
  }

  return {
    now: () => machine() + offset.read(),
    advance: (milliseconds) => turn(offset.read() + milliseconds),
    set: (instant) => turn(instant - machine()),
    reset: () => turn(0),
    onTurn: (listener) => void listeners.push(listener),
  };
}

/** A clock that can be put back for a while. */
export type RewindableClock = Clock & {
  /** Does what was due at a moment as of that moment. */
  at(moment: number, work: () => void): void;
};

export function rewindable(clock: Clock): RewindableClock {
  let standing: number | null = null;
  return {
    ...clock,
    now: () => standing ?? clock.now(),
    at(moment, work) {
      standing = moment;
      try {
        work();
      } finally {
        standing = null;
      }
    },
  };
}

export type Alarm = {
  check(): void;
  stop(): void;
};

/** The longest wait that `setTimeout` takes. */
const longestTimerMs = 2_147_483_647;

/**
 * Calls `ring` when the next due moment is reached, either because time passed or because the clock was turned. `ring`
 * must move the due moment forward. Call `check` whenever something new may be due.
 */
export function createAlarm(clock: Clock, nextDue: () => number | null, ring: () => void): Alarm {
  let timer: NodeJS.Timeout | undefined;
  let stopped = false;

  function check() {
    clearTimeout(timer);
    const due = stopped ? null : nextDue();
    if (due === null) return;
    timer = setTimeout(go, Math.min(Math.max(0, due - clock.now()), longestTimerMs));
  }

  function go() {
    const due = nextDue();
    if (due !== null && due <= clock.now()) ring();
    check();
  }

  clock.onTurn(check);
  return {
    check,
    stop() {
      stopped = true;
      clearTimeout(timer);
    },
  };
}
