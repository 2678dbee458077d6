import { type Currency, majorUnits } from "@/lib/money";

type Props = {
  /** URLs as search engines see them, with the shop's address. */
  url: string;
  image: string;
  name: string;
  description: string;
  sku: string;
  price: { amount: number; currency: Currency };
  inStock: boolean;
  seller: string;
};

/** A product for search engines and messengers, in schema.org's words. It is data: browsers run nothing of it. */
export function ProductData({ url, image, name, description, sku, price, inStock, seller }: Props) {
  const data = {
    "@context": "https://schema.org",
    "@type": "Product",
    name,
    description,
    sku,
    image,
    url,
    offers: {
      "@type": "Offer",
      url,
      price: majorUnits(price),
      priceCurrency: price.currency,
      seller: { "@type": "Organization", name: seller },
      availability: `https://schema.org/${inStock ? "InStock" : "OutOfStock"}`,
    },
  };
  // A product's text must not end the element.
  return <script type="application/ld+json">{JSON.stringify(data).replaceAll("<", "\\u003c")}</script>;
}
