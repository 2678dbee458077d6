import { z } from "zod";
import { deskOperation, Id } from "./operation";

export const workOnInbox = deskOperation({
  path: "/admin/api/inbox/work",
  summary: "Process a webhook again",
  ability: "inbox:work",
  input: z.strictObject({ id: Id }),
  reply: z.object({ state: z.enum(["new", "done", "failed"]), note: z.string().nullable() }),
  problems: ["not_found", "outdated"],
});
