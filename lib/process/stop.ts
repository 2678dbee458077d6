import { closeStaffDatabases } from "@/db/staff";
import { closeStore } from "@/db/store";
import { countdown, seconds, sleep, waitAtMost } from "../clock";
import { beginEnding, isEnding, workLeft } from "../ending";
import { tellAllLeftOut } from "../http/security-log";
import { log } from "../log";
import { closeDoor, requestsLeft, sendEverybodyElsewhere, watchRequests } from "./door-closing";

// How this process ends. docs/decisions/0072 says why in this order.

/** Asked to end by a service manager, the shop goes on for so long, so that a balancer sees in /readyz that it goes. */
const noticeMs = seconds(3);
/** From the signal on, requests, turns of loops and asks to gateways have so long; what is left is the next instance's. */
const finishMs = seconds(12);
/** Then what is kept is closed within so long. */
const closeMs = seconds(3);
/** A signal that comes sooner is the same one: a terminal and npm both pass Ctrl-C on. */
const sameSignalMs = seconds(1);

const exitCode = { done: 0, cut: 1 };

/**
 * Ends this process in order when it is asked to, by SIGTERM, by Ctrl-C, or because the program that started it has gone. It
 * takes 15 seconds at most; a second signal ends it at once. `last` is run before the databases are closed.
 */
export function endWhenAsked(last: () => Promise<unknown> = async () => {}) {
  watchRequests();
  let isSame: (() => number) | undefined;
  const asked = (by: string, notice: boolean) => {
    if (isEnding()) {
      if (isSame && isSame() > 0) return;
      process.exit(exitCode.cut);
    }
    isSame = countdown(sameSignalMs);
    void end(by, notice, last);
  };
  for (const signal of ["SIGTERM", "SIGINT"] as const) {
    // Next has put its own there, which waits for every held question and closes nothing of ours.
    process.removeAllListeners(signal);
    process.on(signal, () => asked(signal, signal === "SIGTERM"));
  }
  process.once("disconnect", () => {
    // Nobody reads what is written any more.
    for (const stream of [process.stdout, process.stderr]) stream.on("error", () => {});
    if (!isEnding()) asked("the end of what started it", false);
  });
}

async function end(by: string, notice: boolean, last: () => Promise<unknown>) {
  // A timer of the system's own: whatever hangs below, the process is gone in time.
  setTimeout(() => process.exit(exitCode.cut), finishMs + closeMs).unref();
  const left = countdown(finishMs);
  beginEnding();
  log.info({ by }, "the shop ends: nothing new is taken on");
  sendEverybodyElsewhere();
  if (notice) await sleep(noticeMs);
  await closeDoor();
  while (left() > 0 && requestsLeft() + workLeft() > 0) await sleep(20);
  log.info({ requests_left: requestsLeft(), work_left: workLeft() }, "the shop closes its books");
  tellAllLeftOut();
  const closing = countdown(closeMs - seconds(1));
  await waitAtMost(closing(), last());
  await waitAtMost(closing(), Promise.allSettled([closeStaffDatabases(), closeStore()]));
  process.exit(exitCode.done);
}
