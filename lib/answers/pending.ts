import type { Reply } from "../http/http";

/** What makes an answer a 202: the gateway has not said yet, and it is worth asking again in two seconds. */
export const pending: Omit<Reply<never>, "body"> = { status: 202, headers: [["retry-after", "2"]] };
