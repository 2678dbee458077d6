import { useTranslations } from "next-intl";
import { moment } from "@/components/order/moment";
import { useSeoulTime } from "@/components/order/seoul-time";
import { Link } from "@/components/ui/link";
import type { Dossier } from "@/lib/desk/read/dossier";
import { StatusMark } from "../orders/status-mark";

/** The way back to the list, and which order this is. */
export function OrderHead({ dossier: { order, status, dispute } }: { dossier: Dossier }) {
  const t = useTranslations("deskOrder");
  const format = useSeoulTime();
  return (
    <>
      <p>
        <Link href="/admin/orders" prefetch={false} className="text-accent underline underline-offset-2">
          {t("all")}
        </Link>
      </p>
      <div className="mt-3 flex flex-wrap items-center gap-3">
        <h1 className="text-2xl font-bold">{order.number}</h1>
        <StatusMark status={status} dispute={dispute} />
        {!order.live && <span className="text-sm text-soft">{t("test")}</span>}
        {order.shippedAt && (
          <span className="text-sm text-soft">
            {t("shippedAt", { at: format.dateTime(order.shippedAt, moment) })}
          </span>
        )}
      </div>
      <p className="mt-1 text-soft">{`${order.name} · ${format.dateTime(order.createdAt, moment)}`}</p>
    </>
  );
}
