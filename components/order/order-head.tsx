import { useLocale, useTranslations } from "next-intl";
import { Price } from "@/components/ui/price";
import type { Business } from "@/lib/shop/business";
import type { OrderPage } from "./order-page";
import { Sign } from "./sign";
import { useSaid } from "./use-said";

type Props = { page: OrderPage; seller: Business };

/** The order's state at a glance, on screen and on paper. Announced by screen readers when it changes. */
export function OrderHead({ page: { headline, sign, figure, says, paper }, seller }: Props) {
  const receipt = useTranslations("receipt");
  const locale = useLocale();
  const t = useTranslations("standing");
  const amounts = useTranslations("amounts");
  const words = useSaid();
  return (
    <header
      aria-live="polite"
      className="pt-10 pb-8 text-center sm:pt-16 sm:pb-10 print:pt-0 print:pb-4 print:text-left"
    >
      <p className="hidden print:block">
        <span className="block text-2xl font-bold">{receipt(paper === "receipt" ? "paper" : "title")}</span>
        <span className="text-soft">{seller.shopName[locale]}</span>
      </p>
      <div className="print:hidden">
        <Sign look={sign} />
      </div>
      <h1 className="mt-5 text-2xl font-bold sm:text-3xl print:text-lg">{t(`${headline}.title`)}</h1>
      <p className="mt-3 print:hidden">
        <span className="block text-[0.9375rem] text-soft">{amounts(figure.label)}</span>
        <Price {...figure} className="text-4xl font-bold tracking-tight" />
      </p>
      <div className="mx-auto mt-4 max-w-md space-y-2 leading-relaxed text-balance text-soft print:mx-0 print:mt-1 print:max-w-none print:space-y-0 print:text-[0.9375rem]">
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
