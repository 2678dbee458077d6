import { call, type Reply, type Trouble } from "../api";

type Status = Reply<"GET /payments/status">;

/** How long a question for news is held, and how long to wait after one that was not answered, in seconds. */
const hold_s = 20;
const pause_s = 3;

/** Where the shop holds enough questions already: how often this page asks without being held, and how far apart. */
const plainTurns = 12;
const plainPause_s = 5;

/**
 * Tells how an order stands now and, while somebody looks at the page, of every change. A phone may come back
 * from the gateway in another browser: then this is how the first one hears of it. The answer ends it.
 */
export function watchOrder(
  orderNumber: string,
  tell: (status: Status) => "go on" | "enough",
  /** Called when a question was not answered; it is asked again. */
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

  // What is held from before the page was left may never be answered: looking at it again asks anew.
  document.addEventListener("visibilitychange", ask);
  void ask();
  return stop;
}

const isFull = (code: Trouble["code"]) => code === "too_many_requests" || code === "overloaded";

const pause = (seconds: number) => new Promise((resume) => setTimeout(resume, seconds * 1_000));
