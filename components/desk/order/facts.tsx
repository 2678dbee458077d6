import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { AddressLines } from "@/components/order/address-lines";
import { moment } from "@/components/order/moment";
import { ParcelLine } from "@/components/order/parcel-line";
import { useSeoulTime } from "@/components/order/seoul-time";
import { Price } from "@/components/ui/price";
import type { Acquisition } from "@/lib/contracts/acquisition";
import type { Dossier } from "@/lib/desk/read/dossier";
import type { OtherOrders } from "@/lib/desk/read/orders";
import { traitsOf } from "@/lib/gateways/all-traits";
import { Mark } from "../mark";
import { OrderLink } from "../order-link";
import { StatusMark } from "../orders/status-mark";

type Props = { dossier: Dossier; others: OtherOrders };

/** Who bought what, what else they ordered, and the payments. */
export function Facts({ dossier: { order, items, payments, acquirer, settled }, others }: Props) {
  const t = useTranslations("deskOrder.facts");
  const ways = useTranslations("deskOrders");
  const gatewayNames = useTranslations("gatewayNames");
  const paidIn = usePaidIn();
  const format = useSeoulTime();
  const { shippingAddress: to } = order;
  return (
    <dl className="mt-4 grid gap-x-8 gap-y-4 text-[0.9375rem] sm:grid-cols-2">
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
      {others.rows.length > 0 && (
        <Fact words={t("others")}>
          <ul className="grid gap-1">
            {others.rows.map(({ number, amount, currency, status, dispute }) => (
              <li key={number} className="flex flex-wrap items-center gap-x-3 gap-y-1">
                <OrderLink number={number} />
                <Price amount={amount} currency={currency} />
                <StatusMark status={status} dispute={dispute} />
              </li>
            ))}
          </ul>
          {others.isMore && <p className="text-sm text-soft">{t("moreOthers")}</p>}
        </Fact>
      )}
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
                    ...paidIn(payment),
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
              {payment.detail.card?.acquisition && (
                <p className="text-sm text-soft">
                  {t(
                    `acquisitions.${wordOf(payment.detail.card.acquisition, acquirer, settled.has(payment.id))}`,
                  )}
                </p>
              )}
              {payment.gatewayPaymentKey && <Console payment={payment} words={t("console")} />}
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

/** What staff read of an acquisition. One that was never read again is done if a settlement has the payment. */
function wordOf(acquisition: Acquisition, acquirer: Dossier["acquirer"], isSettled: boolean) {
  if (acquisition === "asked") return "requested";
  if (acquisition !== "ready") return acquisition;
  if (acquirer === "automatic") return "by_itself";
  return isSettled ? "completed" : "ready";
}

/** How a Korean card paid: its installments, and whether its points paid too. */
function usePaidIn() {
  const t = useTranslations("receipt");
  return ({ gateway, detail: { card } }: Dossier["payments"][number]): string[] => {
    if (!card || !traitsOf(gateway).isKoreanCards) return [];
    const interest = card.interestFree ? "free" : "due";
    const paidIn = t("installments", { months: card.installmentMonths, interest });
    return card.pointsUsed ? [paidIn, t("cardPoints")] : [paidIn];
  };
}

type ConsoleProps = { payment: Dossier["payments"][number]; words: string };

/** The payment's page in the gateway's own console, if it has one for each payment. */
function Console({ payment: { gateway, gatewayPaymentKey, live }, words }: ConsoleProps) {
  const page = gatewayPaymentKey && traitsOf(gateway).consolePage(gatewayPaymentKey, live);
  return page ? (
    <p>
      <a href={page} target="_blank" rel="noreferrer" className="text-accent underline underline-offset-2">
        {words}
      </a>
    </p>
  ) : null;
}

const Fact = ({ words, children }: { words: string; children: ReactNode }) => (
  <div>
    <dt className="text-sm text-soft">{words}</dt>
    <dd className="mt-0.5 leading-relaxed">{children}</dd>
  </div>
);
