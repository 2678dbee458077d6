import { useLocale, useTranslations } from "next-intl";
import { z } from "zod";
import { useFailureWords } from "@/components/failures/use-failure-words";
import { moment } from "@/components/order/moment";
import { useSeoulTime } from "@/components/order/seoul-time";
import { Price } from "@/components/ui/price";
import { findBank } from "@/lib/contracts/banks";
import type { Dossier } from "@/lib/desk/read/dossier";
import { formatMoney, type Locale } from "@/lib/money";
import { type Names, useActWords } from "../act-words";
import { Mark, type MarkLook } from "../mark";

const NamedAccount = z.object({
  refund: z.string(),
  account: z.object({ bank: z.string(), last_digits: z.string(), holder: z.string() }),
});

type Props = { dossier: Dossier; names: Names };

const looks: Record<Dossier["refunds"][number]["state"], MarkLook> = {
  waiting_for_approval: "notice",
  waiting_for_account: "notice",
  queued: "notice",
  asked: "notice",
  done: "good",
  failed: "danger",
};

/** Every refund of the order: how much, its state, who requested it and why. */
export function RefundsList({ dossier: { refunds, payments, audit }, names }: Props) {
  const t = useTranslations("deskOrder.refund");
  const format = useSeoulTime();
  const currencyOf = new Map(payments.map(({ id, currency }) => [id, currency]));
  const { nameOf } = useActWords(names);
  const locale = useLocale() as Locale;
  // The person who approves must see which account staff named; for others the audit log leaves it out.
  const accountOf = new Map(
    audit.flatMap(({ detail }) => {
      const named = NamedAccount.safeParse(detail);
      return named.success ? [[named.data.refund, named.data.account] as const] : [];
    }),
  );
  const accountLine = (id: string) => {
    const account = accountOf.get(id);
    if (!account) return undefined;
    const bank = findBank(account.bank)?.[locale] ?? account.bank;
    return t("namedAccount", { bank, digits: account.last_digits, holder: account.holder });
  };
  const failure = useFailureWords();
  return (
    <ul className="mt-4 divide-y divide-line border-t border-line">
      {refunds
        .toReversed()
        .map(
          ({
            id,
            amount,
            taxFree,
            paymentId,
            state,
            requestedBy,
            reason,
            createdAt,
            failureCode,
            failureMessage,
          }) => (
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
              {taxFree > 0 && (
                <p className="text-sm text-soft">
                  {t("ofTaxFree", {
                    amount: formatMoney(
                      { amount: taxFree, currency: currencyOf.get(paymentId) ?? "" },
                      locale,
                    ),
                  })}
                </p>
              )}
              {accountLine(id) && <p className="text-sm text-soft">{accountLine(id)}</p>}
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
