import Stripe from "stripe";
import { env } from "../../settings/env";
import type { StripeKeys } from "../../settings/stripe";
import { overLines } from "./over-lines";

/** The version in which the shop writes to Stripe, and reads what Stripe answers and sends. */
export const apiVersion = "2026-10-28.endive";

type Clients = Record<"look" | "list", Stripe>;

let built: { keys: StripeKeys; clients: Clients } | undefined;

/**
 * The client of the shop's keys, whose questions are for this traffic; undefined without keys. Built at its first use,
 * since it refuses an empty key.
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
    // A request that broke may have been acted upon; whether it is asked again the calls' table decides.
    maxNetworkRetries: 0,
    telemetry: false,
  });
