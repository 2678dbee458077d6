import { useLocale, useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { CopyButton } from "@/components/ui/copy-button";
import { Notice } from "@/components/ui/notice";
import { Price } from "@/components/ui/price";
import { ClientWords } from "@/i18n/client-words";
import type { Status } from "../../status/standing";
import { bankIn } from "../bank";
import { untilMoment } from "../moment";
import { useSeoulTime } from "../seoul-time";
import { TimeLeft } from "./time-left";

type Account = NonNullable<Status["virtual_account"]>;

/** Where to deposit, how much and until when, and what happens next. */
export function DepositAccount({
  account,
  reversed,
  now,
}: {
  account: Account;
  /** True if the bank reversed an earlier deposit. */
  reversed: boolean;
  now: Date;
}) {
  const t = useTranslations("deposit");
  const locale = useLocale();
  const format = useSeoulTime();
  return (
    <section aria-labelledby="deposit-title" className="mb-8 rounded-2xl bg-ground p-5 sm:p-7 print:hidden">
      <h2 id="deposit-title" className="sr-only">
        {t("title")}
      </h2>
      {reversed && (
        <div className="mb-5">
          <Notice look="danger">{t("reversed")}</Notice>
        </div>
      )}
      <p className="font-medium">{bankIn(locale, account)}</p>
      <p id={numberId} className="mt-1 text-2xl font-bold tracking-tight tabular-nums sm:text-3xl">
        <Grouped digits={account.account_number} />
      </p>
      <ClientWords of={["depositLive"]}>
        <CopyButton
          text={account.account_number}
          shownIn={numberId}
          look="main"
          words={{ copy: t("copying.copy"), copied: t("copying.copied"), selected: t("copying.selected") }}
        />
        <dl className="mt-6 space-y-3 text-[0.9375rem]">
          <Line name={t("holder")}>{account.holder_name}</Line>
          <Line name={t("amount")}>
            <Price amount={account.amount} currency="KRW" className="text-lg font-bold" />
          </Line>
          {account.due_at && (
            <Line name={t("due")}>
              <time dateTime={account.due_at} className="whitespace-nowrap">
                {format.dateTime(new Date(account.due_at), untilMoment)}
              </time>
              <TimeLeft until={account.due_at} now={now.toISOString()} />
            </Line>
          )}
        </dl>
      </ClientWords>
      <ul className="mt-6 list-disc space-y-1 border-t border-line pt-5 pl-4 text-sm leading-relaxed text-soft">
        {(["exact", "then", "late"] as const).map((point) => (
          <li key={point}>{t(point)}</li>
        ))}
      </ul>
    </section>
  );
}

const numberId = "deposit-account-number";

/** In groups of four for reading; copied text has no gaps. */
function Grouped({ digits }: { digits: string }) {
  return digits.match(/.{1,4}/g)?.map((four, index) => (
    // biome-ignore lint/suspicious/noArrayIndexKey: a number's fours have no other name, and never move.
    <span key={index} className="not-last:mr-[0.3em]">
      {four}
    </span>
  ));
}

function Line({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div className="flex justify-between gap-6">
      <dt className="shrink-0 text-soft">{name}</dt>
      <dd className="text-right">{children}</dd>
    </div>
  );
}
