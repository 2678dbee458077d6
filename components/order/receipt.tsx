import { useLocale, useTranslations } from "next-intl";
import type { ComponentProps, ReactNode } from "react";
import { formatPhone } from "@/components/phone";
import { Price } from "@/components/ui/price";
import { paymentOf, type Status } from "../status/standing";
import { AddressLines } from "./address-lines";
import { bankIn } from "./bank";
import { Method } from "./method";
import { moment } from "./moment";
import type { OrderPage } from "./order-page";
import { Seller } from "./seller";
import { useSeoulTime } from "./seoul-time";

export type Item = { sku: string; name: string; quantity: number; unit_price: number };
export type Customer = { name: string; email: string; phone: string };
export type Address = ComponentProps<typeof AddressLines>["address"];

/** What was bought, what was paid and how, and where it goes. On paper the head is above it. */
export function Receipt({
  page,
  status: { order, payments, virtual_account },
  items,
  customer,
  address,
}: {
  page: OrderPage;
  status: Status;
  items: Item[];
  customer: Customer | null;
  address: Address | null;
}) {
  const t = useTranslations("receipt");
  const format = useSeoulTime();
  const locale = useLocale();
  const amounts = useTranslations("amounts");
  const methods = useTranslations("receipt.methods");
  const deposit = useTranslations("deposit");
  const payment = paymentOf(payments);
  // On screen the deposit account is shown above, with everything that belongs to it.
  const account = page.offers.includes("deposit") ? virtual_account : null;
  const when = (at: string) => format.dateTime(new Date(at), moment);
  return (
    <section aria-label={t("title")} className="rounded-2xl border border-line print:border-0">
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
        {page.lines.map(({ label, amount, currency, method }, index) => (
          <Line
            // biome-ignore lint/suspicious/noArrayIndexKey: two payments may have the same lines, and none of them moves.
            key={index}
            name={amounts(label, { method: method ? methods(method) : "" })}
            strong={index === 0}
          >
            <Price amount={amount} currency={currency} />
          </Line>
        ))}
        <Line name={t("orderNumber")}>
          <span className="whitespace-nowrap">{order.order_number}</span>
        </Line>
        <Line name={t("orderedAt")}>{when(order.created_at)}</Line>
        {payment?.approved_at && (
          <Line name={t(payment.method === "VIRTUAL_ACCOUNT" ? "depositedAt" : "approvedAt")}>
            {when(payment.approved_at)}
          </Line>
        )}
        {payment && (
          <Line name={t("method")}>
            <Method payment={payment} currency={order.currency} />
          </Line>
        )}
      </dl>
      {account && (
        <dl className="hidden space-y-3 border-t border-line py-5 print:block">
          <Line name={deposit("title")}>{`${bankIn(locale, account)} ${account.account_number}`}</Line>
          <Line name={deposit("holder")}>{account.holder_name}</Line>
          {account.due_at && <Line name={deposit("due")}>{when(account.due_at)}</Line>}
        </dl>
      )}
      {customer && (
        <dl className="space-y-3 border-t border-line p-5 sm:p-7 print:px-0">
          <Line name={t("buyer")}>
            {customer.name}
            <br />
            <span>{formatPhone(customer.phone)}</span>
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
