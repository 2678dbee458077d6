import { useFormatter, useTranslations } from "next-intl";
import { moment } from "@/components/order/moment";
import { Notice } from "@/components/ui/notice";
import type { gatewayHealth } from "@/lib/desk/read/gateways";

type Props = Awaited<ReturnType<typeof gatewayHealth>>;

/** What is wrong between the shop and a gateway as a whole; renders nothing if all is well. */
export function Gateways({ troubles, lists }: Props) {
  const t = useTranslations("deskFront.gateways");
  const gatewayNames = useTranslations("gatewayNames");
  const format = useFormatter();
  const unread = lists.filter(({ failingSince }) => failingSince !== null);
  if (troubles.length + unread.length === 0) return null;
  return (
    <section aria-label={t("label")} className="mt-3 grid gap-3">
      {troubles.map(({ gateway, kind, count, since, lastAt, detail }) => (
        <Notice key={`${gateway} ${kind}`} look="notice">
          <p className="font-medium">{t(`kinds.${kind}`, { gateway: gatewayNames(gateway) })}</p>
          <p className="mt-1 text-sm">
            {t("counted", {
              n: count,
              since: format.dateTime(since, moment),
              last: format.dateTime(lastAt, moment),
            })}
          </p>
          {detail.version !== undefined && (
            <p className="text-sm">{t("version", { version: detail.version })}</p>
          )}
          {detail.clockAheadSeconds !== undefined && (
            <p className="text-sm">
              {t(clockOf(detail.clockAheadSeconds), { n: Math.abs(detail.clockAheadSeconds) })}
            </p>
          )}
        </Notice>
      ))}
      {unread.map(({ gateway, keyPair, day, failingSince }) => (
        <Notice key={`${gateway} ${keyPair}`} look="notice">
          <p className="font-medium">{t("unread", { gateway: gatewayNames(gateway), day })}</p>
          {failingSince && (
            <p className="mt-1 text-sm">
              {t("unreadSince", { since: format.dateTime(failingSince, moment) })}
            </p>
          )}
        </Notice>
      ))}
    </section>
  );
}

/** A few seconds are network latency. */
const clockOf = (aheadSeconds: number) =>
  Math.abs(aheadSeconds) <= 5 ? "clocks.same" : aheadSeconds > 0 ? "clocks.ahead" : "clocks.behind";
