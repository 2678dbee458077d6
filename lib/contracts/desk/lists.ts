import { z } from "zod";
import { isPlain, notPlain } from "../../contact/text";
import { optional, SeoulDay } from "./page";

export const InboxFilter = z.object({ state: optional(z.enum(["new", "done", "failed"])) });
export type InboxFilter = z.output<typeof InboxFilter>;

const named = optional(z.string().trim().max(100).refine(isPlain, notPlain));

export const AuditFilter = z.object({
  actor: named.describe("Such as staff:<id>, key:<id>, operator or visitor"),
  subject: named.describe("What it was done to, such as an order number"),
  day: optional(SeoulDay),
});
export type AuditFilter = z.output<typeof AuditFilter>;
