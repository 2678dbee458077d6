import type Stripe from "stripe";
import type { HttpRequest } from "../http";
import { lineTo } from "../line";

/** Why a request has no answer, as the SDK keeps it in its connection error. */
export class NoAnswer extends Error {
  constructor(readonly code: "timeout" | "unreachable" | "not_sent") {
    super(`Stripe gave no answer: ${code}`);
  }
}

/**
 * Carries the SDK's requests over the lines that all gateways have: writes over one, and questions over `questions`. The
 * SDK's own client lets any number of requests wait, measures how long a connection is idle and not how long a request
 * takes, and sends a request again when its connection was closed: with this one none of that happens.
 */
export const overLines = (questions: "look" | "list"): Stripe.HttpClient => ({
  getClientName: () => "twotrack",
  async makeRequest(host, port, path, method, headers, data, protocol) {
    const isWrite = method !== "GET";
    const line = lineTo("stripe", isWrite ? "ask" : questions);
    const request = { method: method as HttpRequest["method"], path, headers: texts(headers) };
    const answer = await line.send(`${protocol}://${host}:${port}`, { ...request, body: data || undefined });
    if (answer.is === "silent")
      // After a write it may be the question about it that was not sent, which says nothing about the write.
      throw new NoAnswer(answer.why === "not_sent" && !isWrite ? "unreachable" : answer.why);
    return {
      getStatusCode: () => answer.status,
      getHeaders: () => answer.headers,
      getRawResponse: () => ({ headers: answer.headers, statusCode: answer.status }),
      toStream: () => answer.text,
      async toJSON() {
        if (typeof answer.json === "object" && answer.json !== null) return answer.json;
        throw new SyntaxError("Stripe's answer is no JSON object.");
      },
    };
  },
});

const texts = (headers: object): Record<string, string> =>
  Object.fromEntries(
    Object.entries(headers)
      .filter(([, value]) => value !== undefined && value !== null)
      .map(([name, value]) => [name, String(value)]),
  );
