import { useTranslations } from "next-intl";

/** From how many on the shopper is told how few are left. */
const fewLeft = 5;

/** Told only where it helps to decide: nothing is left, or little. */
export function StockNote({ stock }: { stock: number }) {
  const t = useTranslations("product");
  if (stock > fewLeft) return null;
  return stock === 0 ? (
    <span className="text-soft">{t("soldOut")}</span>
  ) : (
    <span className="text-danger">{t("fewLeft", { count: stock })}</span>
  );
}
