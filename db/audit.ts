import { asc, eq } from "drizzle-orm";
import { newSerialId } from "@/lib/clock";
import { requestId } from "@/lib/log";
import { append } from "./chain";
import { auditLog } from "./schema";
import { saidByAudit } from "./seal";
import type { Reader, Tx } from "./store";

export type NewAudit = Pick<
  typeof auditLog.$inferInsert,
  "actor" | "action" | "subject" | "detail" | "address" | "at"
>;

/** Records who did what at the end of the chain, in the unit of work that does it. */
export const recordAudit = (tx: Tx, entry: NewAudit): Promise<void> =>
  append(
    tx,
    "audit_log",
    [{ ...entry, id: newSerialId("aud"), requestId: requestId() ?? null }],
    saidByAudit,
    (row, placed) => tx.insert(auditLog).values({ ...row, ...placed }),
  );

/** What was done to a subject, oldest first. */
export const auditOf = (db: Reader, subject: string) =>
  db.select().from(auditLog).where(eq(auditLog.subject, subject)).orderBy(asc(auditLog.at), asc(auditLog.id));
