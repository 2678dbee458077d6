import type { IncomingHttpHeaders } from "node:http";
import { serve } from "./server";

export type Received = {
  headers: IncomingHttpHeaders;
  body: { eventType?: string; createdAt?: string; data?: { orderId: string; status: string } };
};

/** A shop's webhook endpoint: it records requests and answers as configured. */
export type WebhookShop = {
  url: string;
  received: Received[];
  /** The raw bodies, for signatures. */
  texts: string[];
  /** The statuses of the next answers, now or once a promise resolves; 200 if none is left, `null` to hang up. */
  answers: (number | null | Promise<number>)[];
  close(): Promise<void>;
};

export async function openWebhookShop(): Promise<WebhookShop> {
  const received: Received[] = [];
  const texts: string[] = [];
  const answers: WebhookShop["answers"] = [];
  const { url, close } = await serve(async (request, response) => {
    let text = "";
    for await (const chunk of request) text += chunk;
    received.push({ headers: request.headers, body: JSON.parse(text) });
    texts.push(text);
    const answer = answers.length > 0 ? await answers.shift() : 200;
    if (answer === null) request.socket.destroy();
    else response.writeHead(answer ?? 200, { location: "/elsewhere" }).end();
  });
  return { url: `${url}/webhooks`, received, texts, answers, close };
}
