/** The purpose of a request: to change something, to read one payment, or to read a list of many. */
export type Traffic = "ask" | "look" | "list";
