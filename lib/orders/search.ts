import { z } from "zod";
import { minutes } from "../clock";
import { setCookie } from "../http/cookies";

// The look-up form is plain HTML, so what was typed and what came of it must survive the way back to the form. A
// cookie of a minute carries it, because an address line would tell a person's e-mail address to every log.

/** More than any e-mail address has: what is cut off behind that is none. */
export const longestTyped = 300;

/** What somebody who looks for an order typed, and what came of it. */
export type Search = z.output<typeof Search>;
const Search = z.object({
  number: z.string().max(longestTyped),
  contact: z.string().max(longestTyped),
  outcome: z.discriminatedUnion("is", [
    z.object({ is: z.literal("faulty"), fields: z.array(z.enum(["number", "contact"])) }),
    /** There is no such order, or it is somebody else's. */
    z.object({ is: z.literal("not_found") }),
    z.object({ is: z.literal("wait"), minutes: z.int().min(1).max(60) }),
  ]),
});

export const searchCookie = "twotrack_search";

/** The Set-Cookie that takes a search back to the form. */
export const rememberSearch = (search: Search) =>
  setCookie(searchCookie, Buffer.from(JSON.stringify(search)).toString("base64url"), minutes(1));

/** The search that brought somebody back to the form; undefined on a first visit and for what nobody of us wrote. */
export function recallSearch(cookie: string | undefined): Search | undefined {
  try {
    return Search.safeParse(JSON.parse(Buffer.from(cookie ?? "", "base64url").toString())).data;
  } catch {
    return undefined;
  }
}
