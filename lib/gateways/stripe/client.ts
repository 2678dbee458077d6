import Stripe from "stripe";
import { env } from "../../settings/env";
import type { StripeKeys } from "../../settings/stripe";
import { overLines } from "./over-lines";

/** The API version of the shop's requests to Stripe, and of the responses and webhooks it reads. */
export const apiVersion = "2026-10-28.endive";

type Clients = Record<"look" | "list", Stripe>;

let built: { keys: StripeKeys; clients: Clients } | undefined;

/**
 * The client for the shop's keys, which sends reads over the given line; undefined without keys. Created on first use,
 * since it rejects an empty key.
 */
export function stripeClient(questions: keyof Clients = "look"): Stripe | undefined {
  const { keys, apiUrl } = env().stripe;
  if (!keys) return undefined;
  if (built?.keys !== keys) {
    const clientFor = (traffic: keyof Clients) => clientOf(keys.secretKey, new URL(apiUrl), traffic);
    built = { keys, clients: { look: clientFor("look"), list: clientFor("list") } };
  }
  return built.clients[questions];
}

const clientOf = (secretKey: string, { protocol, hostname, port }: URL, questions: keyof Clients) =>
  new Stripe(secretKey, {
    apiVersion,
    protocol: protocol === "http:" ? "http" : "https",
    host: hostname,
    port: port || (protocol === "http:" ? "80" : "443"),
    httpClient: overLines(questions),
    // A request that failed may have taken effect; the calls table decides whether to retry it.
    maxNetworkRetries: 0,
    telemetry: false,
  });
