import { call, type Reply, type Trouble } from "../api";

type Status = Reply<"GET /payments/status">;

/** How long a request for news is held, and the pause after one that failed, in seconds. */
const hold_s = 20;
const pause_s = 3;

/**
 * If the shop holds enough requests already: how many times this page asks without being held, and how far apart, in
 * seconds.
 */
const plainTurns = 12;
const plainPause_s = 5;

/**
 * Reports an order's current state and, while the page is visible, every change. A phone may return from the gateway in
 * another browser: this is how the first one learns of it. `enough` or calling the returned function stops it.
 */
export function watchOrder(
  orderNumber: string,
  tell: (status: Status) => "go on" | "enough",
  /** Called if a request failed; it is repeated. */
  lost?: () => void,
): () => void {
  let turn = 0;

  const ask = async () => {
    const mine = ++turn;
    let since: number | undefined;
    let plainLeft = 0;
    while (turn === mine && document.visibilityState === "visible") {
      const isHeld = since !== undefined && plainLeft === 0;
      const held = isHeld && { wait: `${hold_s}`, since: `${since}` };
      const answer = await call("GET /payments/status", { order_number: orderNumber, ...held });
      if (turn !== mine) return;
      if (answer.ok) {
        if (answer.value.order.version !== since && tell(answer.value) === "enough") return stop();
        since = answer.value.order.version;
        if (plainLeft > 0) {
          plainLeft -= 1;
          await pause(plainPause_s);
        }
      } else if (isHeld && isFull(answer.trouble.code)) {
        plainLeft = plainTurns;
        await pause(plainPause_s);
      } else if (answer.trouble.code === "order_not_found") return stop();
      else {
        lost?.();
        await pause(pause_s);
      }
    }
  };
  const stop = () => {
    turn++;
    document.removeEventListener("visibilitychange", ask);
  };

  // A request held since before the page was hidden may never be answered: showing the page sends a new one.
  document.addEventListener("visibilitychange", ask);
  void ask();
  return stop;
}

const isFull = (code: Trouble["code"]) => code === "too_many_requests" || code === "overloaded";

const pause = (seconds: number) => new Promise((resume) => setTimeout(resume, seconds * 1_000));
