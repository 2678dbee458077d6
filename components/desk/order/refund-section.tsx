import { useTranslations } from "next-intl";
import type { Dossier } from "@/lib/desk/read/dossier";
import type { Refundable } from "@/lib/desk/read/refundable";
import type { Names } from "../act-words";
import { Section } from "../section";
import { outOf } from "./goods-section";
import { RefundForm } from "./refund-form";
import type { RefundLine } from "./refund-lines";
import { RefundsList } from "./refunds-list";

type Props = { dossier: Dossier; refundable: Refundable | undefined; names: Names };

/** What was refunded, and the form for more; nothing if nothing can be and nothing was. */
export function RefundSection({ dossier, refundable, names }: Props) {
  const t = useTranslations("deskOrder.refund");
  const { refunds, dispute } = dossier;
  const isAtBank = dispute === "open" || dispute === "lost";
  if (!refundable && !isAtBank && refunds.length === 0) return null;
  return (
    <Section id="refund" title={t("title")}>
      {isAtBank && <p className="mt-4 leading-relaxed text-soft">{t("disputed")}</p>}
      {refundable && (
        <RefundForm
          key={refundable.paymentId}
          of={refundable}
          states={statesOf(refunds)}
          order={dossier.order.id}
          lines={linesOf(dossier, refundable)}
        />
      )}
      {refunds.length > 0 && <RefundsList dossier={dossier} names={names} />}
    </Section>
  );
}

/** What can be refunded by item: the lines of the payment that pays the order, unless only the whole is refunded. */
const linesOf = (dossier: Dossier, { paymentId, wholeOnly }: Refundable): RefundLine[] => {
  if (wholeOnly || paymentId !== dossier.order.winnerPaymentId) return [];
  const out = new Map(outOf(dossier).map((line) => [line.sku, line.out]));
  return dossier.items.map(({ sku, name, unitPrice, quantity, taxClass }) => ({
    sku,
    name,
    unitPrice,
    quantity,
    isTaxFree: taxClass === "tax_free",
    out: out.get(sku) ?? 0,
  }));
};

/** The current state of each refund, by ID. */
const statesOf = (refunds: Dossier["refunds"]) =>
  Object.fromEntries(refunds.map(({ id, state }) => [id, state]));
