import { z } from "zod";
import { minutes } from "../clock";
import { setCookie } from "../http/cookies";

// The look-up form is plain HTML, so what was typed and the result must survive the redirect back to the form. A
// one-minute cookie carries them, because a URL would write a person's email address to every log.

/** Longer than any email address, so cutting off the rest loses nothing. */
export const longestTyped = 300;

/** What somebody entered into the look-up form, and the result. */
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

/** The Set-Cookie that carries a search back to the form. */
export const rememberSearch = (search: Search) =>
  setCookie(searchCookie, Buffer.from(JSON.stringify(search)).toString("base64url"), minutes(1));

/** The search that led back to the form; undefined on a first visit, or if we did not write the cookie. */
export function recallSearch(cookie: string | undefined): Search | undefined {
  try {
    return Search.safeParse(JSON.parse(Buffer.from(cookie ?? "", "base64url").toString())).data;
  } catch {
    return undefined;
  }
}
