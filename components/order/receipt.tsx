import { useLocale, useTranslations } from "next-intl";
import type { ComponentProps, ReactNode } from "react";
import { Sums } from "@/components/cart/sums";
import { formatPhone } from "@/components/phone";
import { Price } from "@/components/ui/price";
import type { TaxClass } from "@/lib/contracts/tax";
import { traitsOf } from "@/lib/gateways/all-traits";
import type { Business } from "@/lib/shop/business";
import { paymentOf, type Status } from "../status/standing";
import { AddressLines } from "./address-lines";
import { bankIn } from "./bank";
import { CashReceipts } from "./cash-receipts";
import { Method } from "./method";
import { moment } from "./moment";
import type { OrderPage } from "./order-page";
import { Seller } from "./seller";
import { useSeoulTime } from "./seoul-time";

export type Item = {
  sku: string;
  name: string;
  quantity: number;
  unit_price: number;
  tax_class: TaxClass;
};
export type Customer = { name: string; email: string; phone: string };
export type Address = ComponentProps<typeof AddressLines>["address"];

type Props = {
  page: OrderPage;
  status: Status;
  items: Item[];
  customer: Customer | null;
  address: Address | null;
  seller: Business;
};

/** What was bought, what was paid and how, and where it goes. On paper the head is above it. */
export function Receipt({ page, status, items, customer, address, seller }: Props) {
  const t = useTranslations("receipt");
  const { order, payments, virtual_account } = status;
  // On screen the deposit account is shown above, with everything that belongs to it.
  const account = page.offers.includes("deposit") ? virtual_account : null;
  return (
    <section aria-label={t("title")} className="rounded-2xl border border-line print:border-0">
      {items.length > 0 && <Items items={items} order={order} />}
      <Paid page={page} status={status} />
      {account && <AccountOnPaper account={account} />}
      {customer && <Buyer customer={customer} address={address} currency={order.currency} />}
      <Seller business={seller} />
      {isUntaxed(payments) && (
        <p className="border-t border-line px-5 py-4 text-sm text-soft sm:px-7 print:px-0">{t("noTax")}</p>
      )}
      {paymentOf(payments) && !order.live && (
        <p className="border-t border-line px-5 py-4 text-sm text-notice sm:px-7 print:px-0">
          {t("playMoney")}
        </p>
      )}
    </section>
  );
}

/** Whether the order was paid through a gateway that does not split taxes. */
const isUntaxed = (payments: Status["payments"]) => {
  const payment = paymentOf(payments);
  return payment !== undefined && payment.captured > 0 && !traitsOf(payment.gateway).splitsTax;
};

function Items({ items, order }: { items: Item[]; order: Status["order"] }) {
  const t = useTranslations("receipt");
  const { amount, shipping, currency } = order;
  return (
    <div className="p-5 sm:p-7 print:px-0">
      <ul className="space-y-3">
        {items.map((item) => (
          <li key={item.sku} className="flex justify-between gap-4">
            <span>
              <span>{item.name}</span>{" "}
              <span className="text-soft">{t("count", { count: item.quantity })}</span>
              {currency === "KRW" && item.tax_class === "tax_free" && (
                <span className="text-soft"> {t("taxFree")}</span>
              )}
            </span>
            <Price amount={item.unit_price * item.quantity} currency={currency} />
          </li>
        ))}
      </ul>
      {shipping > 0 && (
        <dl className="mt-4 space-y-1.5 border-t border-line pt-4">
          <Sums goods={amount - shipping} delivery={shipping} currency={currency} />
        </dl>
      )}
    </div>
  );
}

/** The amounts, and when and how they were paid. */
function Paid({ page, status: { order, payments } }: Pick<Props, "page" | "status">) {
  const t = useTranslations("receipt");
  const amounts = useTranslations("amounts");
  const methods = useTranslations("receipt.methods");
  const when = useMoment();
  const payment = paymentOf(payments);
  return (
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
      {payment && payment.cash_receipts.length > 0 && (
        <Line name={t("cashReceipt")}>
          <CashReceipts receipts={payment.cash_receipts} currency={order.currency} />
        </Line>
      )}
    </dl>
  );
}

/** The account to deposit into. */
function AccountOnPaper({ account }: { account: NonNullable<Status["virtual_account"]> }) {
  const t = useTranslations("deposit");
  const locale = useLocale();
  const when = useMoment();
  return (
    <dl className="hidden space-y-3 border-t border-line py-5 print:block">
      <Line name={t("title")}>{`${bankIn(locale, account)} ${account.account_number}`}</Line>
      <Line name={t("holder")}>{account.holder_name}</Line>
      {account.due_at && <Line name={t("due")}>{when(account.due_at)}</Line>}
    </dl>
  );
}

type BuyerProps = { customer: Customer; address: Address | null; currency: string };

function Buyer({ customer, address, currency }: BuyerProps) {
  const t = useTranslations("receipt");
  return (
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
          <AddressLines address={address} currency={currency} />
        </Line>
      )}
    </dl>
  );
}

function useMoment() {
  const format = useSeoulTime();
  return (at: string) => format.dateTime(new Date(at), moment);
}

function Line({ name, strong = false, children }: { name: string; strong?: boolean; children: ReactNode }) {
  return (
    <div className={`flex justify-between gap-4 ${strong ? "text-lg font-bold" : "text-[0.9375rem]"}`}>
      <dt className={`shrink-0 ${strong ? "" : "text-soft"}`}>{name}</dt>
      <dd className="text-right">{children}</dd>
    </div>
  );
}
