/** What a request is for: to change something, to learn what is so with one payment, or to read a list of many. */
export type Traffic = "ask" | "look" | "list";
