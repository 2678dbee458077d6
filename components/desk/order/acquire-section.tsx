import { useTranslations } from "next-intl";
import { mayDo } from "@/lib/contracts/roles";
import type { Dossier } from "@/lib/desk/read/dossier";
import type { Staff } from "@/lib/desk/staff/permissions";
import { Section } from "../section";
import { AcquireForm } from "./acquire-form";

/** Has the order's card payments acquired; nothing if none is to be, or this staff member may not. */
export function AcquireSection({ dossier: { toAcquire, calls }, staff }: { dossier: Dossier; staff: Staff }) {
  const t = useTranslations("deskOrder.acquire");
  if (toAcquire.length === 0 || !mayDo(staff.role, "captures:write")) return null;
  const isWaiting = (id: string) =>
    calls.some(
      ({ paymentId, kind, state }) =>
        paymentId === id && kind === "acquire" && (state === "pending" || state === "stuck"),
    );
  return (
    <Section id="acquire" title={t("title")}>
      {toAcquire.map(({ id, captured, refunded, refundPending, currency }) =>
        isWaiting(id) ? (
          <p key={id} className="mt-4 leading-relaxed text-soft">
            {t("wait")}
          </p>
        ) : (
          <AcquireForm
            key={id}
            payment={id}
            amount={captured - refunded - refundPending}
            currency={currency}
          />
        ),
      )}
    </Section>
  );
}
