import { useLocale, useTranslations } from "next-intl";
import { ProductPicture } from "@/components/shop/product-picture";
import { Link } from "@/components/ui/link";
import { Price } from "@/components/ui/price";
import type { productsAtDesk } from "@/lib/products/save";
import { Mark } from "../mark";
import { Table } from "../table";

type Product = Awaited<ReturnType<typeof productsAtDesk>>[number];

/** The products of the shop, for sale or not. */
export function ProductsTable({ rows }: { rows: Product[] }) {
  const t = useTranslations("deskProducts");
  const locale = useLocale();
  const nameOf = ({ nameKo, nameEn }: Product) => (locale === "ko" ? nameKo : nameEn);
  return (
    <Table
      caption={t("title")}
      rows={rows}
      keyOf={({ sku }) => sku}
      columns={[
        {
          name: "product",
          words: t("columns.product"),
          cell: (row) => (
            <span className="flex items-center gap-3">
              <ProductPicture image={row.image} className="size-12 shrink-0 rounded-lg" />
              <span className="min-w-0">
                <span className="block font-semibold wrap-anywhere">{nameOf(row)}</span>
                <span className="block font-mono text-sm text-soft">{row.sku}</span>
              </span>
            </span>
          ),
        },
        {
          name: "price",
          words: t("columns.price"),
          isNumber: true,
          cell: ({ priceKrw, priceUsd }) => (
            <>
              <Price amount={priceKrw} currency="KRW" />
              <span className="block text-sm text-soft">
                <Price amount={priceUsd} currency="USD" />
              </span>
            </>
          ),
        },
        { name: "stock", words: t("columns.stock"), isNumber: true, cell: ({ stock }) => stock },
        {
          name: "state",
          words: t("columns.state"),
          cell: ({ active, stock }) => {
            const state = active ? (stock > 0 ? "on" : "out") : "off";
            const look = { on: "good", out: "notice", off: "plain" } as const;
            return <Mark look={look[state]}>{t(`states.${state}`)}</Mark>;
          },
        },
        {
          name: "change",
          words: t("columns.change"),
          cell: (row) => (
            <Link
              href={`/admin/products?sku=${row.sku}#form`}
              prefetch={false}
              aria-label={t("editOf", { name: nameOf(row) })}
              className="action action-quiet"
            >
              {t("change")}
            </Link>
          ),
        },
      ]}
    />
  );
}
