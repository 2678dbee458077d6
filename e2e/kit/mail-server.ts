import PostalMime, { type Email } from "postal-mime";
import { SMTPServer } from "smtp-server";
import { ownPort } from "./ports";

/** What a mail server does with a letter: accepts it, refuses it with a code, or never answers. */
type Mood = { is: "takes" } | { is: "refuses"; code: number; says: string; only?: string } | { is: "silent" };

/** A real mail server on its own port, which can go away and come back there. */
export async function startMailServer({ away = false } = {}) {
  const port = await ownPort();
  const letters: Email[] = [];
  let mood: Mood = { is: "takes" };
  const recipients: string[] = [];
  const open = () => {
    const server = new SMTPServer({
      authOptional: true,
      disabledCommands: ["STARTTLS"],
      closeTimeout: 200,
      onRcptTo({ address }, _session, done) {
        recipients.push(address);
        if (mood.is !== "refuses" || (mood.only && mood.only !== address)) return done();
        done(Object.assign(new Error(mood.says), { responseCode: mood.code }));
      },
      async onData(stream, _session, done) {
        const chunks: Buffer[] = [];
        for await (const chunk of stream) chunks.push(chunk as Buffer);
        letters.push(await PostalMime.parse(Buffer.concat(chunks)));
        if (mood.is !== "silent") done();
      },
    });
    // A client that is killed drops its connection.
    server.on("error", () => {});
    return new Promise<SMTPServer>((resolve) => {
      server.listen(port, "127.0.0.1", () => resolve(server));
    });
  };
  let running = away ? undefined : await open();
  const leave = async () => {
    const server = running;
    running = undefined;
    if (server) await new Promise<void>((resolve) => server.close(resolve));
  };
  return {
    url: `smtp://127.0.0.1:${port}`,
    /** Every letter handed over, even those it never answered. */
    letters,
    /** The recipients it was asked to accept, whatever it answered. */
    recipients: () => recipients,
    asked: () => recipients.length,
    becomes(next: Mood) {
      mood = next;
    },
    async comesBack() {
      running ??= await open();
    },
    leave,
  };
}
