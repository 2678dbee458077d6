import type { z } from "zod";
import { assertOwnPage, bodyOf, handlers } from "@/lib/http/http";
import { sessionOf } from "../staff/session";
import { addressAt } from "./query";
import { inAddress, type Sought } from "./search-address";

/** The form's maximum size, in bytes. */
const limit = 8 * 1024;

/**
 * The search form above a list, sent as a POST body. It redirects to the list, whose address holds the search term
 * encrypted. Visitors who are not signed in are redirected to the sign-in page first. Nothing is looked up here: the
 * list checks who may see it.
 */
export const searchForm = (list: "/admin/orders" | "/admin/audit", field: Sought, filter: z.ZodObject) =>
  handlers("POST", async (request) => {
    assertOwnPage(request.headers);
    const sent = Object.fromEntries(new URLSearchParams(await bodyOf(request, limit)));
    const typed = Object.fromEntries(
      Object.entries(sent).filter(([name]) => Object.hasOwn(filter.shape, name)),
    );
    const to = addressAt(list, await inAddress(field, typed), null);
    const location = (await sessionOf(request.headers)) ? to : addressAt("/admin/sign-in", { to }, null);
    return new Response(null, { status: 303, headers: { location } });
  });
