import { dueMails } from "@/db/mails";
import { db } from "@/db/store";
import { now, seconds, sleep } from "../clock";
import { env } from "../env";
import { log } from "../log";

/** How often the loop looks for letters, in milliseconds. */
const tickMs = seconds(2);
/** How many letters one turn takes on, and how many it sends side by side. */
const batch = 50;
const sideBySide = 3;

// On globalThis because a development server loads this module anew and must not start a second loop.
const scope = globalThis as typeof globalThis & { twotrackMailer?: AbortController };

/** Starts the loop of this process, once. */
export function startMailer() {
  if (scope.twotrackMailer) return;
  scope.twotrackMailer = new AbortController();
  const { live, mail } = env();
  if (live && !mail.smtpUrl)
    log.warn(
      { alarm: true, folder: mail.folder },
      "SMTP_URL is not set: letters to shoppers are kept as files",
    );
  void runMailer(scope.twotrackMailer.signal);
}

/** Works until `signal` aborts. Any number of instances may run it. */
export async function runMailer(signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    try {
      await mailOnce();
    } catch (error) {
      log.error({ err: error }, "a turn of the mailer broke off");
    }
    await sleep(tickMs, signal);
  }
}

/** One turn: sends the letters whose time has come, a few at a time, and answers with how many there were. */
export async function mailOnce(): Promise<number> {
  const due = await dueMails(db, now(), batch);
  if (due.length === 0) return 0;
  // Loaded with the first letter: what writes and sends them is heavy, and no request needs it.
  const { send } = await import("./send");
  const left = [...due];
  const worker = async () => {
    for (let mail = left.shift(); mail; mail = left.shift()) await send(mail.id);
  };
  await Promise.all(Array.from({ length: sideBySide }, worker));
  return due.length;
}
