import type { StaffLetter } from "@/db/schema";
import { endStaffLetterTry, leaseStaffLetter } from "@/db/staff-letters";
import { transaction } from "@/db/store";
import { raise } from "../alarms/raise";
import { later, minutes, now } from "../clock";
import { env } from "../settings/env";
import { type Shop, shop } from "../shop/shop";
import { carrier, NotTaken } from "./carriers";
import type { Message } from "./message";
import { nextTry } from "./pace";
import { oneLine } from "./plain";
import { noteNotTaken, noteTaken } from "./trouble";
import { wordsIn } from "./words";

/** How long one worker holds the lease of a letter, in milliseconds; longer than any sending takes. */
const leaseMs = minutes(3);

/**
 * Sends a manager's letter that is due, unless another worker holds its lease; one that is not accepted is tried again.
 */
export async function sendStaffLetter(id: string): Promise<void> {
  const at = now();
  const letter = await transaction((tx) => leaseStaffLetter(tx, id, at, later(at, leaseMs)));
  if (!letter) return;
  try {
    await carrier().carry(staffMessage(letter, await shop()), letter.id);
    noteTaken();
    await transaction((tx) => endStaffLetterTry(tx, letter, { state: "sent", note: null, sentAt: now() }));
  } catch (error) {
    noteNotTaken(error);
    const note = error instanceof NotTaken ? error.why : "error";
    const nextAt = nextTry(letter.tries, now());
    if (!nextAt) raise("letter_given_up", { mail: id, why: note }, "a letter to a manager was given up");
    await transaction((tx) =>
      endStaffLetterTry(tx, letter, nextAt ? { note, nextAt } : { note, state: "failed" }),
    );
  }
}

/** In both languages, because we do not know which one a manager reads. */
export function staffMessage(letter: StaffLetter, business: Pick<Shop, "shopName" | "email">): Message {
  const parts = (["ko", "en"] as const).map((locale) => {
    const { t, moment } = wordsIn(locale);
    const names = {
      by: letter.by === null ? t("staff.operator") : oneLine(letter.by),
      about: oneLine(letter.about),
    };
    return {
      subject: t("staff.subject"),
      lines: [
        t(`staff.${letter.news}`, names),
        t("staff.when", { at: moment(letter.createdAt) }),
        t("staff.check", { href: `${env().appUrl}/admin/audit` }),
      ],
    };
  });
  const from = env().mail.from ?? { name: business.shopName.ko, address: business.email };
  return {
    from: from.name ? from : from.address,
    replyTo: business.email,
    to: { name: "", address: letter.toAddress },
    subject: parts.map(({ subject }) => subject).join(" / "),
    messageId: `<${letter.id}@${from.address.split("@").at(-1)}>`,
    date: letter.createdAt,
    headers: { "Auto-Submitted": "auto-generated", "Content-Language": "ko" },
    text: `${parts.map(({ lines }) => lines.join("\n\n")).join("\n\n-- \n\n")}\n`,
    html: parts
      .map(({ lines }) => lines.map((line) => `<p>${escaped(line)}</p>`).join("\n"))
      .join("\n<hr>\n"),
  };
}

const escaped = (text: string) =>
  text.replace(/[&<>"]/g, (sign) => ({ "&": "&amp;", "<": "&lt;", ">": "&gt;" })[sign] ?? "&quot;");
