import Stripe from "stripe";
import { z } from "zod";
import type { Unknown, Why } from "../gateway";
import { stripeClient } from "./client";
import { NoAnswer } from "./over-lines";

/** Stripe's maximum page size. Source: Stripe API, "Pagination". */
export const pageSize = 100;

export const Reference = z
  .union([z.string(), z.object({ id: z.string() })])
  .transform((it) => (typeof it === "string" ? it : it.id));

/** A charge, a refund or a dispute, as far as it names its payment. */
export const OfPayment = z.object({
  id: z.string(),
  payment_intent: Reference.nullish(),
  metadata: z.record(z.string(), z.string()).nullish(),
});

/**
 * Reads a page of a list, over the line for lists. The answer is `setup` if the key lacks permission, and `malformed` if
 * the page is not as documented.
 */
export async function readingList<Page>(
  read: (client: Stripe) => Promise<Page | Unknown>,
): Promise<Page | Unknown> {
  const client = stripeClient("list");
  if (!client) return { is: "unknown", why: "setup", code: null };
  try {
    return await read(client);
  } catch (error) {
    return { is: "unknown", ...whyOf(error) };
  }
}

function whyOf(error: unknown): { why: Why; code: string | null } {
  if (error instanceof z.ZodError) return { why: "malformed", code: null };
  if (!(error instanceof Stripe.errors.StripeError)) throw error;
  const { statusCode, code = null, detail } = error;
  if (detail instanceof NoAnswer) return { why: detail.code, code: null };
  if (statusCode === undefined) return { why: "malformed", code: null };
  return { why: statusCode === 401 || statusCode === 403 ? "setup" : "error", code };
}
