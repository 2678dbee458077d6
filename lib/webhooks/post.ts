import { isIP } from "node:net";
import { Webhook } from "standardwebhooks";
import { Agent, request } from "undici";
import { seconds } from "../clock";
import { isPublic, mayBePrivate, privateAddress, publicLookup } from "./public-address";

/** How long an endpoint may take to answer, in milliseconds. */
const patienceMs = seconds(15);

let line: Agent | undefined;
const agent = () => {
  line ??= new Agent({ connect: { lookup: publicLookup, timeout: seconds(5) }, connections: 4 });
  return line;
};

export type Message = { id: string; body: string; at: Date; url: string; secrets: string[] };

/**
 * Sends a message, signed with each secret as the Standard Webhooks specification says. Returns the HTTP status, or a
 * code for why there was none. Redirects are not followed, and what the endpoint answers is not read.
 */
export async function post({ id, body, at, url, secrets }: Message): Promise<number | string> {
  const host = new URL(url).hostname.replace(/^\[|\]$/g, "");
  // A literal address is not looked up.
  if (isIP(host) !== 0 && !isPublic(host) && !mayBePrivate()) return privateAddress;
  try {
    const answer = await request(url, {
      method: "POST",
      dispatcher: agent(),
      headers: {
        "content-type": "application/json",
        "user-agent": "Twotrack",
        "webhook-id": id,
        "webhook-timestamp": String(Math.floor(at.getTime() / 1_000)),
        "webhook-signature": secrets.map((secret) => new Webhook(secret).sign(id, at, body)).join(" "),
      },
      body,
      signal: AbortSignal.timeout(patienceMs),
      headersTimeout: patienceMs,
      bodyTimeout: patienceMs,
    });
    answer.body.on("error", () => undefined).destroy();
    return answer.statusCode;
  } catch (error) {
    return codeOf(error);
  }
}

/** A code without the address, which may contain a secret. */
function codeOf(error: unknown): string {
  if (!(error instanceof Error)) return "error";
  if ("code" in error && typeof error.code === "string") return error.code;
  return error.name;
}
