import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { AddressLines } from "@/components/order/address-lines";
import { moment } from "@/components/order/moment";
import { ParcelLine } from "@/components/order/parcel-line";
import { useSeoulTime } from "@/components/order/seoul-time";
import { Price } from "@/components/ui/price";
import type { Dossier } from "@/lib/desk/read/dossier";
import { Mark } from "../mark";

/** Who bought what, and the payments. */
export function Facts({ dossier: { order, items, payments } }: { dossier: Dossier }) {
  const t = useTranslations("deskOrder.facts");
  const ways = useTranslations("deskOrders");
  const gatewayNames = useTranslations("gatewayNames");
  const format = useSeoulTime();
  const { shippingAddress: to } = order;
  return (
    <dl className="mt-4 grid gap-4 text-[0.9375rem]">
      <Fact words={t("customer")}>
        {order.erasedAt ? (
          t("erased", { at: format.dateTime(order.erasedAt, moment) })
        ) : (
          <span>
            {order.customerName}
            <br />
            {order.customerEmail}
            <br />
            {order.customerPhone}
          </span>
        )}
      </Fact>
      {to && (
        <Fact words={t("address")}>
          <AddressLines address={to} currency={order.currency} />
        </Fact>
      )}
      {order.courier && (
        <Fact words={t("parcel")}>
          <ParcelLine parcel={order} />
        </Fact>
      )}
      <Fact words={t("items")}>
        <ul className="grid gap-1">
          {items.map(({ sku, name, quantity, unitPrice, restocked }) => (
            <li key={sku} className="flex justify-between gap-3">
              <span>
                <span>
                  {name} × {quantity}
                </span>
                {restocked > 0 && <span className="text-soft">{` · ${t("restocked", { restocked })}`}</span>}
              </span>
              <Price amount={unitPrice * quantity} currency={order.currency} />
            </li>
          ))}
          {order.shipping > 0 && (
            <li className="flex justify-between gap-3">
              <span>{t("shipping")}</span>
              <Price amount={order.shipping} currency={order.currency} />
            </li>
          )}
        </ul>
      </Fact>
      <Fact words={t("payments")}>
        <ul className="grid gap-3">
          {payments.map((payment) => (
            <li key={payment.id}>
              <p className="flex flex-wrap items-center gap-2">
                <span>
                  {[
                    t("attempt", { attempt: payment.attempt }),
                    gatewayNames(payment.gateway),
                    ways(`methods.${payment.method}`),
                  ].join(" · ")}
                </span>
                <Mark look={payment.id === order.winnerPaymentId ? "good" : "plain"}>
                  {t(`statuses.${payment.status}`)}
                </Mark>
              </p>
              <p className="text-sm text-soft">
                <Price amount={payment.amount} currency={payment.currency} /> ·{" "}
                <span>{format.dateTime(payment.createdAt, moment)}</span>
              </p>
              <p className="font-mono text-sm break-all text-soft">
                {[payment.gatewayOrderId, payment.gatewayPaymentKey, payment.gatewaySessionKey]
                  .filter(Boolean)
                  .join(" · ")}
              </p>
            </li>
          ))}
        </ul>
      </Fact>
    </dl>
  );
}

const Fact = ({ words, children }: { words: string; children: ReactNode }) => (
  <div>
    <dt className="text-sm text-soft">{words}</dt>
    <dd className="mt-0.5 leading-relaxed">{children}</dd>
  </div>
);
