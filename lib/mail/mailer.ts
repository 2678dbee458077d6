import { dueMails } from "@/db/mails";
import { dueStaffLetters } from "@/db/staff-letters";
import { db } from "@/db/store";
import { raise } from "../alarms/raise";
import { hours, now, seconds } from "../clock";
import { each, startLoop } from "../loop";
import { env } from "../settings/env";
import { eraseLetters } from "./erase";

/** How many letters one turn takes, and how many it sends in parallel. */
const batch = 50;
const sideBySide = 3;

/** Starts sending letters in this process, once. */
export function startMailer() {
  if (!startLoop({ name: "mailer", everyMs: seconds(2), turn: mailOnce })) return;
  startLoop({ name: "erase letters", everyMs: hours(1), turn: () => eraseLetters() });
  const { live, mail } = env();
  if (mail.smtpUrl) void import("./trouble").then(({ verifyMail }) => verifyMail());
  if (live && !mail.smtpUrl)
    raise(
      "letters_kept_as_files",
      { folder: mail.folder },
      "SMTP_URL is not set: letters to shoppers are kept as files",
      "warn",
    );
}

/** One turn: sends the letters that are due, a few at a time. Returns how many there were. */
export async function mailOnce(): Promise<number> {
  const due = await dueMails(db, now(), batch);
  const toManagers = await dueStaffLetters(db, now(), batch);
  if (due.length + toManagers.length === 0) return 0;
  // Loaded with the first letter: the code that writes and sends letters is heavy, and no request needs it.
  const { send } = await import("./send");
  const { sendStaffLetter } = await import("./staff-letter");
  await each(due, sideBySide, (mail) => send(mail.id));
  await each(toManagers, sideBySide, (letter) => sendStaffLetter(letter.id));
  return due.length + toManagers.length;
}
