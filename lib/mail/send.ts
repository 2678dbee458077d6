import { endMail, leaseMail, putOffMail } from "@/db/mails";
import type { Mail } from "@/db/schema";
import { transaction } from "@/db/store";
import { raise } from "../alarms/raise";
import { later, minutes, now } from "../clock";
import { writeAtMost } from "../limits/letters";
import { log } from "../log";
import { shouldSend } from "../outbox/should-send";
import { carrier, NotTaken } from "./carriers";
import { letterIdOf, messageOf } from "./message";
import { nextTry } from "./pace";
import { type Story, storyOf } from "./story";
import { noteNotTaken, noteTaken } from "./trouble";
import { unhurried } from "./unhurried";

/** How long one worker holds the lease of a letter, in milliseconds; longer than any sending takes. */
const leaseMs = minutes(3);
/** When to check a letter again whose outcome is undecided, in milliseconds. */
const undecidedMs = minutes(1);

/**
 * Sends a letter that is due, unless another worker holds its lease. If the process dies after the mail server accepts
 * it but before we record that, it is sent again under the same Message-ID.
 */
export async function send(id: string): Promise<void> {
  const at = now();
  const mail = await transaction((tx) => leaseMail(tx, id, at, later(at, leaseMs)));
  if (!mail) return;
  try {
    const story = await storyOf(mail);
    const worth = shouldSend(mail, story, at);
    if (worth === "wait") return await putOff(mail, later(at, undecidedMs));
    const carry = async () =>
      carrier().carry(await unhurried(() => messageOf(mail, story, at)), letterIdOf(mail));
    const sent = worth === "tell" && (await carried(mail, story, carry));
    const end = sent
      ? ({ state: "sent", sentAt: now() } as const)
      : ({ state: "skipped", note: worth === "tell" ? "too_many" : null } as const);
    if (sent) noteTaken();
    await transaction((tx) => endMail(tx, mail.id, end));
  } catch (error) {
    await tryLater(mail, error);
  }
}

/** Delivers a letter. False if it is about an order that nobody paid and its recipient has had too many of those. */
async function carried(mail: Mail, story: Story, carry: () => Promise<void>): Promise<boolean> {
  if (mayBeAnybodys(mail, story)) return writeAtMost(story.order.customerEmail, carry);
  await carry();
  return true;
}

/** Whether anybody could cause this letter at no cost: an order is created, canceled or free without any money. */
const mayBeAnybodys = ({ kind }: Mail, { payments }: Story) =>
  kind === "order_received" ||
  kind === "virtual_account" ||
  ((kind === "canceled" || kind === "paid") && payments.every(({ captured }) => captured === 0));

const putOff = async (mail: Mail, until: Date, counted?: { note: string }) => {
  await transaction((tx) => putOffMail(tx, mail, until, counted));
};

/** Whatever kept a letter from going out, it is tried again; after the last try an alarm is raised. */
async function tryLater(mail: Mail, error: unknown) {
  const { id, kind, tries } = mail;
  noteNotTaken(error);
  const note = error instanceof NotTaken ? error.why : "error";
  if (!(error instanceof NotTaken)) log.error({ err: error, mail: id }, "a letter could not be written");
  const until = nextTry(tries, now());
  if (until) {
    log.warn({ mail: id, kind, tries, why: note }, "a letter was not taken; it is tried again");
    return putOff(mail, until, { note });
  }
  raise("letter_given_up", { mail: id, kind, tries, why: note }, "a letter was given up");
  await transaction((tx) => endMail(tx, id, { state: "failed", note }));
}
