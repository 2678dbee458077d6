import type { Reply } from "../http/http";

/** Makes a reply a 202: the gateway has not answered yet, and the caller should retry in two seconds. */
export const pending: Omit<Reply<never>, "body"> = { status: 202, headers: [["retry-after", "2"]] };
