import type { Metadata } from "next";
import { getLocale, getTranslations } from "next-intl/server";
import { ProductForm } from "@/components/desk/products/product-form";
import { ProductsTable } from "@/components/desk/products/products-table";
import { Section } from "@/components/desk/section";
import { Link } from "@/components/ui/link";
import { ClientWords } from "@/i18n/client-words";
import { productsAtDesk, sheetOf } from "@/lib/products/save";
import { staffHere } from "../here";

type Props = { searchParams: Promise<Record<string, string | string[] | undefined>> };

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("deskProducts"))("title") };
}

export default async function ProductsPage({ searchParams }: Props) {
  const staff = await staffHere("/admin/products");
  const [t, locale, products, { sku }] = await Promise.all([
    getTranslations("deskProducts"),
    getLocale(),
    productsAtDesk(staff),
    searchParams,
  ]);
  const chosen = products.find((product) => product.sku === sku);
  const name = chosen && (locale === "ko" ? chosen.nameKo : chosen.nameEn);
  return (
    <ClientWords of={["desk", "deskProducts"]}>
      <h1 className="text-2xl font-bold">{t("title")}</h1>
      <p className="mt-1 text-soft">{t("lead")}</p>
      {products.length === 0 ? <p className="mt-6">{t("none")}</p> : <ProductsTable rows={products} />}
      <Section id="form" title={name ? t("edit", { name }) : t("add")}>
        <ProductForm key={chosen?.sku ?? ""} sheet={chosen && sheetOf(chosen)} />
        {chosen && (
          <p className="mt-4">
            <Link href="/admin/products#form" prefetch={false} className="underline underline-offset-4">
              {t("add")}
            </Link>
          </p>
        )}
      </Section>
    </ClientWords>
  );
}
