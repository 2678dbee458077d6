import type { Order } from "@/db/schema";
import { now } from "@/lib/clock";
import { assertOwnPage, bodyOf, handlers } from "@/lib/http/http";
import { tellRefusal } from "@/lib/http/security-log";
import { rememberOrder } from "@/lib/orders/access";
import { contactIn, findGuestOrder, orderNumberIn } from "@/lib/orders/find";
import { forgiveLookUp, limitLookUp } from "@/lib/orders/limits";
import { longestTyped, rememberSearch, type Search } from "@/lib/orders/search";
import { askAgainForAccount } from "@/lib/payments/engine/reserve-refund";
import { Problem } from "@/lib/problem";

type Typed = Pick<Search, "number" | "contact">;

/** The form's maximum size, in bytes. */
const limit = 4 * 1024;

/** Redirects to the order, which this browser may see from now on, or back to the form with what was typed. */
export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = handlers("POST", async (request) => {
  assertOwnPage(request.headers);
  const form = new URLSearchParams(await bodyOf(request, limit));
  const typed = { number: fieldOf(form, "number"), contact: fieldOf(form, "contact") };
  const { order, outcome } = await lookUp(typed, request);
  return order
    ? seeOther(
        `/orders/${order.number}`,
        await rememberOrder(order, request.headers.get("cookie"), "look_up"),
      )
    : seeOther("/orders/find", rememberSearch({ ...typed, outcome }));
});

type Found = { order: Order; outcome?: never } | { order?: never; outcome: Search["outcome"] };

async function lookUp(typed: Typed, request: Request): Promise<Found> {
  const number = orderNumberIn(typed.number);
  const contact = contactIn(typed.contact);
  if (!number || !contact)
    return {
      outcome: {
        is: "faulty",
        fields: [...(number ? [] : ["number" as const]), ...(contact ? [] : ["contact" as const])],
      },
    };
  try {
    await limitLookUp(number, request.headers);
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    tellRefusal(error, request);
    return {
      outcome: { is: "wait", minutes: Math.ceil(Number(error.details.headers?.["retry-after"] ?? 60) / 60) },
    };
  }
  const order = await findGuestOrder(number, contact);
  if (!order) {
    tellRefusal(new Problem("order_not_found", "No order matches this number and contact."), request);
    return { outcome: { is: "not_found" } };
  }
  await forgiveLookUp(number, request.headers);
  await askAgainForAccount(order.id, now());
  return { order };
}

const fieldOf = (form: URLSearchParams, name: string) => (form.get(name) ?? "").slice(0, longestTyped);

const seeOther = (location: string, cookie: string) =>
  new Response(null, { status: 303, headers: { location, "set-cookie": cookie } });
