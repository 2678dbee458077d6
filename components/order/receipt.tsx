import { useFormatter, useLocale, useTranslations } from "next-intl";
import type { ComponentProps, ReactNode } from "react";
import { formatPhone } from "@/components/phone";
import { business } from "@/components/shop/business";
import { Price } from "@/components/ui/price";
import { AddressLines } from "./address-lines";
import { Method } from "./method";
import { moment } from "./moment";
import { Seller } from "./seller";
import { isBought, paymentOf, type Status } from "./standing";

export type Item = { sku: string; name: string; quantity: number; unit_price: number };
export type Customer = { name: string; email: string; phone: string };
export type Address = ComponentProps<typeof AddressLines>["address"];

/** What was bought, what was paid and how, and where it goes. Prints as a receipt. */
export function Receipt({
  status: { order, payments, refunded },
  items,
  customer,
  address,
}: {
  status: Status;
  items: Item[];
  customer: Customer | null;
  address: Address | null;
}) {
  const t = useTranslations("receipt");
  const format = useFormatter();
  const locale = useLocale();
  const payment = paymentOf(payments);
  const pending = payments.reduce((sum, { refund_pending }) => sum + refund_pending, 0);
  const bought = isBought(order.status);
  const when = (at: string) => format.dateTime(new Date(at), moment);
  return (
    <section aria-label={t("title")} className="rounded-2xl border border-line print:border-0">
      <header className="hidden pb-5 print:block">
        <h1 className="text-2xl font-bold">{t(bought ? "paper" : "title")}</h1>
        <p className="text-soft">{business.shopName[locale]}</p>
      </header>
      {items.length > 0 && (
        <ul className="space-y-3 p-5 sm:p-7 print:px-0">
          {items.map((item) => (
            <li key={item.sku} className="flex justify-between gap-4">
              <span>
                {item.name} <span className="text-soft">{t("count", { count: item.quantity })}</span>
              </span>
              <Price amount={item.unit_price * item.quantity} currency={order.currency} />
            </li>
          ))}
        </ul>
      )}
      <dl className="space-y-3 border-line p-5 not-first:border-t sm:p-7 print:px-0">
        <Line name={t("total")} strong>
          <Price amount={order.amount} currency={order.currency} />
        </Line>
        {bought && order.currency === "KRW" && (
          <Line name={t("vat")}>
            <Price amount={vatIn(order.amount)} currency={order.currency} />
          </Line>
        )}
        {refunded > 0 && (
          <Line name={t("refunded")}>
            <Price amount={refunded} currency={order.currency} />
          </Line>
        )}
        {pending > 0 && (
          <Line name={t("refundPending")}>
            <Price amount={pending} currency={order.currency} />
          </Line>
        )}
        <Line name={t("orderNumber")}>
          <span className="whitespace-nowrap">{order.order_number}</span>
        </Line>
        <Line name={t("orderedAt")}>{when(order.created_at)}</Line>
        {payment?.approved_at && <Line name={t("approvedAt")}>{when(payment.approved_at)}</Line>}
        {payment && (
          <Line name={t("method")}>
            <Method payment={payment} currency={order.currency} />
          </Line>
        )}
      </dl>
      {customer && (
        <dl className="space-y-3 border-t border-line p-5 sm:p-7 print:px-0">
          <Line name={t("buyer")}>
            {customer.name}
            <br />
            {formatPhone(customer.phone)}
            <br />
            {customer.email}
          </Line>
          {address && (
            <Line name={t("address")}>
              <AddressLines address={address} currency={order.currency} />
            </Line>
          )}
        </dl>
      )}
      <Seller />
      {payment && !order.live && (
        <p className="border-t border-line px-5 py-4 text-sm text-notice sm:px-7 print:px-0">
          {t("playMoney")}
        </p>
      )}
    </section>
  );
}

function Line({ name, strong = false, children }: { name: string; strong?: boolean; children: ReactNode }) {
  return (
    <div className={`flex justify-between gap-4 ${strong ? "text-lg font-bold" : "text-[0.9375rem]"}`}>
      <dt className={`shrink-0 ${strong ? "" : "text-soft"}`}>{name}</dt>
      <dd className="text-right">{children}</dd>
    </div>
  );
}

/** What of a price is value added tax: it is in every price. Source: Korea's rate of 10%, as Toss computes `vat`. */
const vatIn = (amount: number) => Math.round(amount / 11);
