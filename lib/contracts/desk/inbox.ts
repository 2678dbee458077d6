import { z } from "zod";
import { deskOperation } from "./operation";

export const workOnInbox = deskOperation({
  path: "/admin/api/inbox/work",
  summary: "Have a webhook worked on once more",
  ability: "inbox:work",
  input: z.strictObject({ id: z.string().min(1).max(100) }),
  reply: z.object({ state: z.enum(["new", "done", "failed"]), note: z.string().nullable() }),
  problems: ["not_found", "outdated"],
});
