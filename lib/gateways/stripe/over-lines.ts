import type Stripe from "stripe";
import type { HttpRequest } from "../http";
import { lineTo } from "../line";

/** Why a request got no answer, as stored in the SDK's connection error. */
export class NoAnswer extends Error {
  constructor(readonly code: "timeout" | "unreachable" | "not_sent") {
    super(`Stripe gave no answer: ${code}`);
  }
}

/**
 * Sends the SDK's requests over the shared gateway lines: writes over `ask`, reads over `questions`. The SDK's own
 * client queues any number of requests, limits idle time rather than the duration of a request, and resends a request
 * if its connection was closed; this one does none of that.
 */
export const overLines = (questions: "look" | "list"): Stripe.HttpClient => ({
  getClientName: () => "twotrack",
  async makeRequest(host, port, path, method, headers, data, protocol) {
    const isWrite = method !== "GET";
    const line = lineTo("stripe", isWrite ? "ask" : questions);
    const request = { method: method as HttpRequest["method"], path, headers: texts(headers) };
    const answer = await line.send(`${protocol}://${host}:${port}`, { ...request, body: data || undefined });
    if (answer.is === "silent")
      // After a write, it may be the follow-up read that was not sent, which says nothing about the write.
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
