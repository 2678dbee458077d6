import { newId, now, seconds } from "../../clock";
import { carrier } from "../../mail/carriers";
import type { Message } from "../../mail/message";
import { env } from "../../settings/env";
import { knownShop } from "../../shop/shop";

/** Sends one alarm to one recipient. Throws NotTaken. */
export type Sink = { name: "letter" | "webhook"; send(subject: string, text: string): Promise<void> };

/** An alarm was not accepted. The message contains codes only: the URL is left out because it may contain a secret. */
export class NotTaken extends Error {}

/** Where this shop sends alarms; empty if nothing is configured. */
export function sinks(): Sink[] {
  const { emails, webhookUrl } = env().alarms;
  return [
    ...(webhookUrl
      ? [{ name: "webhook" as const, send: (_: string, text: string) => post(webhookUrl, text) }]
      : []),
    ...emails.map((address) => ({
      name: "letter" as const,
      send: (subject: string, text: string) => write(address, subject, text),
    })),
  ];
}

/** The format of Slack, also accepted by Mattermost, Discord's /slack URL and others. */
async function post(url: string, text: string) {
  const answer = await fetch(url, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ text: escaped(text) }),
    redirect: "error",
    signal: AbortSignal.timeout(seconds(10)),
  }).catch((error) => {
    throw new NotTaken(error?.cause?.code ?? error?.name ?? "unreachable");
  });
  await answer.body?.cancel();
  if (!answer.ok) throw new NotTaken(`HTTP ${answer.status}`);
}

const escaped = (text: string) =>
  text.replace(/[&<>]/g, (sign) => ({ "&": "&amp;", "<": "&lt;", ">": "&gt;" })[sign] ?? sign);

/** Directly to the mail server: the outbox is in the database, which may be the part that is broken. */
async function write(address: string, subject: string, text: string) {
  const business = knownShop();
  const from = env().mail.from ?? { name: business.shopName.ko, address: business.email };
  const id = newId("mail");
  const letter: Message = {
    from: from.name ? from : from.address,
    replyTo: business.email,
    to: { name: "", address },
    subject,
    messageId: `<${id}@${from.address.split("@").at(-1)}>`,
    date: now(),
    headers: { "Auto-Submitted": "auto-generated", "Content-Language": "ko" },
    text: `${text}\n`,
    html: `<pre style="font-family:inherit;white-space:pre-wrap">${escaped(text)}</pre>`,
  };
  await carrier()
    .carry(letter, id)
    .catch((error) => {
      throw new NotTaken(error instanceof Error && "why" in error ? String(error.why) : "error");
    });
}
