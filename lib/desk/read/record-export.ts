import { recordAudit } from "@/db/audit";
import type { auditActions } from "@/db/schema";
import { transaction } from "@/db/store";
import { actorOf, type Staff } from "../staff/permissions";

/** Who asks, from which IP address and when. */
export type From = { address: string; now: Date };

type Exported = { action: (typeof auditActions)[number]; subject: string; detail?: Record<string, unknown> };

/** Puts an export into the audit log; called before its first row is read. */
export const recordExport = (staff: Staff, { action, subject, detail = {} }: Exported, from: From) =>
  transaction((tx) =>
    recordAudit(tx, { actor: actorOf(staff), action, subject, detail, address: from.address, at: from.now }),
  );
