import { useTranslations } from "next-intl";
import { Price } from "@/components/ui/price";
import type { Money } from "@/lib/money";
import { AddressLines } from "../order/address-lines";
import type { Address, Customer, Item } from "../order/receipt";

type Props = { items: Item[]; total: Money; customer: Customer | null; address: Address | null };

/** What is paid for, and who ordered it, as another server described it. */
export function OrderLines({ items, total, customer, address }: Props) {
  const receipt = useTranslations("receipt");
  const sheet = useTranslations("sheet");
  return (
    <section aria-labelledby="lines-title" className="rounded-2xl bg-ground p-5 sm:p-6">
      <h2 id="lines-title" className="text-lg font-bold">
        {sheet("items")}
      </h2>
      <ul className="mt-3 space-y-3">
        {items.map(({ sku, name, quantity, unit_price }) => (
          <li key={sku} className="flex justify-between gap-4 leading-snug">
            <span className="min-w-0 wrap-anywhere">
              {name} <span className="text-soft">{receipt("count", { count: quantity })}</span>
            </span>
            <Price amount={unit_price * quantity} currency={total.currency} className="font-medium" />
          </li>
        ))}
      </ul>
      <dl className="mt-5 border-t border-line pt-4">
        <div className="flex items-baseline justify-between gap-4">
          <dt className="font-semibold">{sheet("total")}</dt>
          <dd className="text-2xl font-bold">
            <Price amount={total.amount} currency={total.currency} />
          </dd>
        </div>
      </dl>
      {customer && (
        <dl className="mt-4 space-y-2 border-t border-line pt-4 text-[0.9375rem]">
          <div>
            <dt className="text-soft">{receipt("buyer")}</dt>
            <dd className="wrap-anywhere">
              {customer.name} · {customer.email}
            </dd>
          </div>
          {address && (
            <div>
              <dt className="text-soft">{receipt("address")}</dt>
              <dd className="wrap-anywhere">
                <AddressLines address={address} currency={total.currency} />
              </dd>
            </div>
          )}
        </dl>
      )}
    </section>
  );
}
