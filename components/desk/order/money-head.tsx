import { useTranslations } from "next-intl";
import { Price } from "@/components/ui/price";
import type { Dossier } from "@/lib/desk/read/dossier";
import { fundingOf } from "@/lib/funding";
import { taxOf } from "@/lib/tax";
import { CashReceipts } from "../cash-receipts";
import { type Cell, moneyOf } from "./money-of";

/** The figures at the top: for each payment that took money, what was captured or is on hold, refunded and is left. */
export function MoneyHead({ dossier: { payments, winner, disputes, transfers } }: { dossier: Dossier }) {
  const t = useTranslations("deskOrder.money");
  const ways = useTranslations("deskOrders.methods");
  const taken = payments.filter(({ captured, status }) => captured > 0 || status === "authorized");
  return taken.map((payment) => {
    const { cells, settled } = moneyOf(payment, disputes, transfers);
    return (
      <section key={payment.id} className="mt-6">
        {taken.length > 1 && (
          <h2 className="mb-2 font-bold">
            {t(payment.id === winner?.id ? "winner" : "beside", {
              attempt: payment.attempt,
              method: ways(payment.method),
            })}
          </h2>
        )}
        <dl className="grid grid-cols-2 gap-px overflow-hidden rounded-2xl border border-line bg-line lg:auto-cols-fr lg:grid-flow-col lg:grid-cols-none">
          {cells.map(({ name, amount, look }) => (
            <div key={name} className="bg-white px-5 py-4 last:odd:col-span-2 lg:last:odd:col-span-1">
              <dt className="text-sm text-soft">{t(name)}</dt>
              <dd className={`mt-1 text-xl font-bold sm:text-2xl ${colors[look]}`}>
                <Price amount={amount} currency={payment.currency} />
              </dd>
            </div>
          ))}
        </dl>
        <FundingOf payment={payment} />
        <TaxOf payment={payment} />
        <CashReceiptsOf payment={payment} />
        {settled.length > 0 && (
          <p className="mt-2 flex flex-wrap gap-x-4 text-sm text-soft">
            {settled.map(({ name, amount, currency }) => (
              <span key={`${name} ${currency}`}>
                <span>{t(name)}</span> <Price amount={amount} currency={currency} />
              </span>
            ))}
          </p>
        )}
      </section>
    );
  });
}

type Of = { payment: Dossier["payments"][number] };

/** Who paid what is left, if a promotion paid a part. */
function FundingOf({ payment }: Of) {
  const t = useTranslations("deskOrder.money");
  const funding = fundingOf(payment);
  if (!funding) return null;
  const figures = (["shopper", "promotion", "shop"] as const).map((name) => ({
    name: t(name),
    amount: funding[name],
  }));
  return <Figures figures={figures} currency={payment.currency} />;
}

/** The tax on what is left. */
function TaxOf({ payment }: Of) {
  const t = useTranslations("deskOrder.money");
  const tax = taxOf(payment);
  if (!tax) return null;
  const figures = (["supply", "vat", "taxFree"] as const)
    .filter((name) => name !== "taxFree" || tax.taxFree > 0)
    .map((name) => ({ name: t(name), amount: tax[name] }));
  return <Figures figures={figures} currency={payment.currency} />;
}

/** Its cash receipts, and what was canceled of them. */
function CashReceiptsOf({ payment: { detail, currency } }: Of) {
  const t = useTranslations("deskOrder.money");
  if (!detail.cashReceipts) return null;
  return (
    <div className="mt-2 text-sm text-soft">
      <p>{t("cashReceipts")}</p>
      <CashReceipts receipts={detail.cashReceipts} currency={currency} />
    </div>
  );
}

type FiguresProps = { figures: { name: string; amount: number }[]; currency: string };

const Figures = ({ figures, currency }: FiguresProps) => (
  <p className="mt-2 flex flex-wrap gap-x-4 text-sm text-soft">
    {figures.map(({ name, amount }) => (
      <span key={name}>
        <span>{name}</span> <Price amount={amount} currency={currency} />
      </span>
    ))}
  </p>
);

const colors: Record<Cell["look"], string> = { plain: "", good: "text-accent", bad: "text-danger" };
