import type { z } from "zod";
import { assertOwnPage, bodyOf, handlers } from "@/lib/http/http";
import { sessionOf } from "../staff/session";
import { addressAt } from "./query";
import { inAddress, type Sought } from "./search-address";

/** How large the form may be, in bytes. */
const limit = 8 * 1024;

/**
 * The form above a list, which is sent in a body: it leads to the list, whose address says what is sought so that nobody
 * can read it. Whoever is not signed in is led to sign in first. Nothing is looked up here: who may see the list, the list
 * asks.
 */
export const searchDoor = (list: "/admin/orders" | "/admin/audit", field: Sought, filter: z.ZodObject) =>
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
