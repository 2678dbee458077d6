import type { SendMailOptions } from "nodemailer";
import type { Mail } from "@/db/schema";
import { env } from "../settings/env";
import { shop } from "../shop/shop";
import { writeLetter } from "./letters";
import type { Story } from "./story";
import { frame } from "./views/frame";
import { htmlOf } from "./views/html";
import { textOf } from "./views/text";
import { wordsIn } from "./words";

/** A letter as it is handed to a mail server, in the order's language. */
export async function messageOf(
  mail: Pick<Mail, "id" | "kind"> & Partial<Pick<Mail, "cause" | "sentAt">>,
  story: Story,
  at: Date,
) {
  const { appUrl } = env();
  const { number, customerName: name, customerEmail, live, locale } = story.order;
  const words = wordsIn(locale);
  const business = await shop();
  const letter = frame(writeLetter(mail.kind, story, words, mail.cause), words, {
    number,
    name,
    live,
    appUrl,
    business,
  });
  const from = env().mail.from ?? { name: letter.shop, address: business.email };
  return {
    from: from.name ? from : from.address,
    replyTo: business.email,
    // The name is left out: the shopper can type anything there, and the address does not need it.
    to: { name: "", address: customerEmail },
    subject: letter.subject,
    messageId: `<${letterIdOf(mail)}@${from.address.split("@").at(-1)}>`,
    date: at,
    headers: { "Auto-Submitted": "auto-generated", "Content-Language": locale },
    text: textOf(letter),
    html: await htmlOf(letter),
  } satisfies SendMailOptions;
}

/**
 * A letter's ID for mail programs: the same for every attempt, so that they show a letter that was sent twice only once.
 * One that staff send again is another letter.
 */
export const letterIdOf = ({ id, sentAt }: Pick<Mail, "id"> & Partial<Pick<Mail, "sentAt">>) =>
  sentAt ? `${id}.${sentAt.getTime()}` : id;

export type Message = Awaited<ReturnType<typeof messageOf>>;
