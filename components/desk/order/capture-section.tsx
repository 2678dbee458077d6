import { useTranslations } from "next-intl";
import { mayDo } from "@/lib/contracts/roles";
import { type Dossier, isBusy } from "@/lib/desk/read/dossier";
import type { Staff } from "@/lib/desk/staff/permissions";
import { Section } from "../section";
import { CaptureForm } from "./capture-form";

/** Captures what a bank holds for the order; nothing if nothing is held, or this staff member may not. */
export function CaptureSection({ dossier, staff }: { dossier: Dossier; staff: Staff }) {
  const t = useTranslations("deskOrder.capture");
  const { payments, calls } = dossier;
  const held = payments.find(({ status }) => status === "authorized");
  if (!held || !mayDo(staff.role, "captures:write")) return null;
  const { id, amount, currency } = held;
  return (
    <Section id="capture" title={t("title")}>
      {isBusy(calls, held) ? (
        <p className="mt-4 leading-relaxed text-soft">{t("wait")}</p>
      ) : (
        <CaptureForm key={id} payment={id} held={amount} currency={currency} />
      )}
    </Section>
  );
}
