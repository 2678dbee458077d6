import { createTransport, type NodemailerError } from "nodemailer";
import { seconds } from "../../clock";
import { isLoopback } from "../../loopback";
import { type Carrier, NotTaken } from "./carrier";

/** The time limit for sending one letter, in milliseconds; far below a letter's lease. */
const patienceMs = seconds(60);

/** Sends letters through a mail server over a small pool of connections; with `requireTls`, never without TLS. */
export function toServer(url: string, requireTls: boolean): Carrier {
  const transport = createTransport({
    url,
    pool: true,
    maxConnections: 3,
    requireTLS: requireTls,
    connectionTimeout: seconds(10),
    greetingTimeout: seconds(10),
    socketTimeout: seconds(30),
    dnsTimeout: seconds(10),
    // Letters contain only text: nothing is read from this machine or fetched for them.
    disableFileAccess: true,
    disableUrlAccess: true,
    // A mail server on this machine has a self-signed certificate that names nobody, but nobody can intercept a
    // loopback connection.
    tls: { rejectUnauthorized: !isLoopback(new URL(url).hostname) },
  });
  const told = (error: unknown) => {
    throw new NotTaken(codesOf(error as NodemailerError));
  };
  return {
    async carry(message) {
      await transport.sendMail({ ...message, signal: AbortSignal.timeout(patienceMs) }).catch(told);
    },
    async verify() {
      await transport.verify().catch(told);
    },
  };
}

/** For example `EENVELOPE 550 5.1.1 RCPT TO`. */
function codesOf(error: NodemailerError): string {
  const { code, originalCode, responseCode, response, command } = error;
  const status = /^\d{3}[ -](\d\.\d{1,3}\.\d{1,3})\b/.exec(response ?? "")?.[1];
  return [code ?? "error", originalCode, responseCode, status, command?.split(":")[0]]
    .filter(Boolean)
    .join(" ")
    .slice(0, 100);
}
