import { useTranslations } from "next-intl";
import { Price } from "@/components/ui/price";
import type { OrderPage } from "./order-page";
import { Sign } from "./sign";
import { useSaid } from "./use-said";

/** What is so with this order, in one glance. Read aloud when it changes; the paper says it above the receipt. */
export function OrderHead({ page: { headline, sign, figure, says } }: { page: OrderPage }) {
  const t = useTranslations("standing");
  const amounts = useTranslations("amounts");
  const words = useSaid();
  return (
    <header aria-live="polite" className="pt-10 pb-8 text-center sm:pt-16 sm:pb-10 print:hidden">
      <Sign look={sign} />
      <h1 className="mt-5 text-2xl font-bold sm:text-3xl">{t(`${headline}.title`)}</h1>
      <p className="mt-3">
        <span className="block text-[0.9375rem] text-soft">{amounts(figure.label)}</span>
        <Price {...figure} className="text-4xl font-bold tracking-tight" />
      </p>
      <div className="mx-auto mt-4 max-w-md space-y-2 leading-relaxed text-balance text-soft">
        {says.map((said) => {
          const sentence = words(said);
          const isStrong = said.is === "payment" || (said.is === "words" && said.strong);
          return (
            <p key={sentence} className={isStrong ? "font-semibold text-ink" : ""}>
              {sentence}
            </p>
          );
        })}
      </div>
    </header>
  );
}
