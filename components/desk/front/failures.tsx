import { useFormatter, useTranslations } from "next-intl";
import { wordsOf } from "@/components/failures/codes";
import { useFailureWords } from "@/components/failures/use-failure-words";
import type { Reason } from "@/lib/desk/read/rates";
import { Section } from "../section";
import { share } from "./share";

type Props = { failures: Reason[]; attempts: number };

/**
 * Why payments failed, most frequent reason first, each as a share of all attempts and with the gateway's code for
 * looking it up.
 */
export function Failures({ failures, attempts }: Props) {
  const t = useTranslations("deskFront");
  const gatewayNames = useTranslations("gatewayNames");
  const words = useFailureWords();
  const format = useFormatter();
  return (
    <Section title={t("failures")} id="failures">
      {failures.length === 0 ? (
        <p className="mt-3 text-soft">{t("noFailures")}</p>
      ) : (
        <ol className="mt-4 grid gap-x-10 gap-y-4 lg:grid-cols-2">
          {failures.map(({ gateway, code, n }) => (
            <li key={`${gateway} ${code}`}>
              <p className="flex items-baseline justify-between gap-4">
                <span className="font-medium">{code && !wordsOf(code) ? code : words(code).title}</span>
                <span className="font-semibold whitespace-nowrap tabular-nums">
                  {t("timesOf", { n, share: format.number(n / attempts, share) })}
                </span>
              </p>
              <svg aria-hidden="true" className="mt-1.5 h-2 w-full">
                <rect width="100%" height="100%" rx="4" fill="var(--color-ground)" />
                <rect width={`${(100 * n) / attempts}%`} height="100%" rx="4" fill="var(--color-edge)" />
              </svg>
              <p className="mt-1 text-sm break-all text-soft">
                {[gatewayNames(gateway), code && wordsOf(code) ? code : ""].filter(Boolean).join(" · ")}
              </p>
            </li>
          ))}
        </ol>
      )}
    </Section>
  );
}
