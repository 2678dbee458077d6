import { closeStaffDatabases } from "@/db/staff";
import { closeStore } from "@/db/store";
import { countdown, seconds, sleep, waitAtMost } from "../clock";
import { beginEnding, isEnding, workLeft } from "../ending";
import { tellAllLeftOut } from "../http/security-log";
import { log } from "../log";
import { drainRequests, requestsLeft, sendEverybodyElsewhere, watchRequests } from "./drain";

// How this process shuts down. docs/decisions/0072 gives the reasons for this order.

/**
 * How long the shop keeps serving after a service manager's signal, in milliseconds, so that a load balancer sees
 * /readyz fail.
 */
const noticeMs = seconds(3);
/**
 * How long after the signal requests, loop turns and gateway calls may finish, in milliseconds; the next instance does
 * the rest.
 */
const finishMs = seconds(12);
/** After that, how long closing the databases may take, in milliseconds. */
const closeMs = seconds(3);
/** A second signal within this time, in milliseconds, counts as the same: a terminal and npm both pass Ctrl-C on. */
const sameSignalMs = seconds(1);

const exitCode = { done: 0, cut: 1 };

/**
 * Shuts this process down in order on SIGTERM, on Ctrl-C, or when the program that started it has exited. Takes at most
 * 15 seconds; a second signal exits immediately. `last` runs before the databases are closed.
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
    // Next's own handlers wait for every long-polling request and close nothing of ours.
    process.removeAllListeners(signal);
    process.on(signal, () => asked(signal, signal === "SIGTERM"));
  }
  process.once("disconnect", () => {
    // Nobody reads the output any more.
    for (const stream of [process.stdout, process.stderr]) stream.on("error", () => {});
    if (!isEnding()) asked("the end of what started it", false);
  });
}

async function end(by: string, notice: boolean, last: () => Promise<unknown>) {
  // A system timer: even if something below hangs, the process exits in time.
  setTimeout(() => process.exit(exitCode.cut), finishMs + closeMs).unref();
  const left = countdown(finishMs);
  beginEnding();
  log.info({ by }, "the shop ends: nothing new is taken on");
  sendEverybodyElsewhere();
  if (notice) await sleep(noticeMs);
  await drainRequests();
  while (left() > 0 && requestsLeft() + workLeft() > 0) await sleep(20);
  log.info({ requests_left: requestsLeft(), work_left: workLeft() }, "the shop closes its books");
  tellAllLeftOut();
  const closing = countdown(closeMs - seconds(1));
  await waitAtMost(closing(), last());
  await waitAtMost(closing(), Promise.allSettled([closeStaffDatabases(), closeStore()]));
  process.exit(exitCode.done);
}
