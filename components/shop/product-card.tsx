import { Link } from "@/components/ui/link";
import { Price } from "@/components/ui/price";
import type { Currency } from "@/lib/money";
import { ProductPicture } from "./product-picture";
import { StockNote } from "./stock-note";

export type ShopProduct = {
  sku: string;
  slug: string;
  name: string;
  price: number;
  stock: number;
  image: string;
};

export function ProductCard({
  product,
  currency,
  eager,
}: {
  product: ShopProduct;
  currency: Currency;
  eager: boolean;
}) {
  return (
    <Link href={`/products/${product.slug}`} className="group block rounded-2xl">
      <ProductPicture image={product.image} eager={eager} className="w-full rounded-2xl" />
      <h2 className="mt-4 text-[0.9375rem] text-soft group-hover:text-ink sm:text-base">{product.name}</h2>
      <p className="mt-0.5 text-lg font-bold sm:text-xl">
        <Price amount={product.price} currency={currency} />
      </p>
      <p className="mt-0.5 text-sm font-medium">
        <StockNote stock={product.stock} />
      </p>
    </Link>
  );
}
