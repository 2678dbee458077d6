import { useTranslations } from "next-intl";
import { mayDo } from "@/lib/contracts/roles";
import type { Dossier } from "@/lib/desk/read/dossier";
import type { Staff } from "@/lib/desk/staff/permissions";
import { Section } from "../section";
import { ReceiptForm } from "./receipt-form";

/** Issues a cash receipt for a shopper who forgot to ask; nothing if none can be issued, or this staff member may not. */
export function ReceiptSection({ dossier, staff }: { dossier: Dossier; staff: Staff }) {
  const t = useTranslations("deskOrder.receipt");
  const { winner, mayHaveReceipt, receiptUnderWay } = dossier;
  if (!winner || !mayDo(staff.role, "orders:write")) return null;
  if (!receiptUnderWay && !mayHaveReceipt) return null;
  return (
    <Section id="receipt" title={t("title")}>
      {receiptUnderWay ? (
        <p className="mt-4 leading-relaxed text-soft">
          {t(receiptUnderWay.kind === "receipt" ? "wait" : "waitForCancellation")}
        </p>
      ) : (
        <ReceiptForm
          key={winner.id}
          payment={winner.id}
          amount={winner.captured - winner.refunded}
          currency={winner.currency}
        />
      )}
    </Section>
  );
}
