import { randomUUID } from "node:crypto";
import type { Clock } from "../clock";
import type { DeliveryRules, Sending } from "./types";

const inFlightMax = 16;

export type Letter = {
  target: string;
  body: unknown;
  /** Added to the gateway's own headers; an empty one removes a header. */
  headers?: Record<string, string>;
  /** The delivery it belongs to. */
  deliveryId?: string;
};

/** Sends webhooks over HTTP. */
export type Sender = {
  /** The status of the answer; null if none came in time. */
  send(letter: Letter, sending: Sending): Promise<number | null>;
  /** How many more may be sent now. */
  free(): number;
  isSending(deliveryId: string): boolean;
  stop(): void;
};

export function createSender(clock: Clock, rules: DeliveryRules, whenFree: () => void): Sender {
  const inFlight = new Map<string, AbortController>();

  async function send({ target, body, headers = {}, deliveryId }: Letter, sending: Sending) {
    const flight = deliveryId === undefined || inFlight.has(deliveryId) ? randomUUID() : deliveryId;
    const text = JSON.stringify(body);
    const abort = new AbortController();
    const timer = setTimeout(() => abort.abort(), rules.timeoutMs);
    inFlight.set(flight, abort);
    try {
      const own = rules.headers({ ...sending, now: clock.now(), text });
      const response = await fetch(target, {
        method: "POST",
        headers: withoutEmpty({ "content-type": "application/json", ...own, ...headers }),
        body: text,
        redirect: "manual",
        signal: abort.signal,
      });
      await response.body?.cancel();
      return response.status;
    } catch {
      return null;
    } finally {
      clearTimeout(timer);
      inFlight.delete(flight);
      whenFree();
    }
  }

  return {
    send,
    free: () => inFlightMax - inFlight.size,
    isSending: (deliveryId) => inFlight.has(deliveryId),
    stop() {
      for (const abort of inFlight.values()) abort.abort();
    },
  };
}

function withoutEmpty(headers: Record<string, string>): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).filter(([, value]) => value !== ""));
}
