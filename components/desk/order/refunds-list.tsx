import { useTranslations } from "next-intl";
import { useFailureWords } from "@/components/failures/use-failure-words";
import { moment } from "@/components/order/moment";
import { useSeoulTime } from "@/components/order/seoul-time";
import { Price } from "@/components/ui/price";
import type { Dossier } from "@/lib/admin/read/dossier";
import { type Names, useActWords } from "../act-words";
import { Mark, type MarkLook } from "../mark";

type Props = { dossier: Dossier; names: Names };

const looks: Record<Dossier["refunds"][number]["state"], MarkLook> = {
  waiting_for_approval: "notice",
  waiting_for_account: "notice",
  queued: "notice",
  asked: "notice",
  done: "good",
  failed: "danger",
};

/** Every refund of the order: how much, how it stands, who asked and why. */
export function RefundsList({ dossier: { refunds, payments }, names }: Props) {
  const t = useTranslations("deskOrder.refund");
  const format = useSeoulTime();
  const currencyOf = new Map(payments.map(({ id, currency }) => [id, currency]));
  const { nameOf } = useActWords(names);
  const failure = useFailureWords();
  return (
    <ul className="mt-4 divide-y divide-line border-t border-line">
      {refunds
        .toReversed()
        .map(
          ({ id, amount, paymentId, state, requestedBy, reason, createdAt, failureCode, failureMessage }) => (
            <li key={id} className="py-3">
              <p className="flex items-center justify-between gap-3">
                <Price amount={amount} currency={currencyOf.get(paymentId) ?? ""} className="font-semibold" />
                <Mark look={looks[state]}>{t(`states.${state}`)}</Mark>
              </p>
              <p className="text-sm text-soft">
                {[reason, nameOf(requestedBy), format.dateTime(createdAt, moment)]
                  .filter(Boolean)
                  .join(" · ")}
              </p>
              {failureCode && (
                <p className="text-sm text-soft">
                  {[`${failure(failureCode, "refund").title} (${failureCode})`, failureMessage]
                    .filter(Boolean)
                    .join(" · ")}
                </p>
              )}
            </li>
          ),
        )}
    </ul>
  );
}
