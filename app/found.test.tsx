import { renderToStaticMarkup } from "react-dom/server";
import { expect, onTestFinished, test } from "vitest";
import { ProductData } from "@/components/shop/product-data";
import { env } from "@/lib/settings/env";
import { aProduct } from "@/testing/makers";
import robots from "./robots";
import sitemap from "./sitemap";

test("a search engine finds every product, and no order", async () => {
  const { slug } = await aProduct();
  expect((await sitemap()).map(({ url }) => url)).toContain(`${env().appUrl}/products/${slug}`);
  const settings = env();
  const { demo } = settings;
  onTestFinished(() => {
    settings.demo = demo;
  });
  settings.demo = false;
  expect(robots().rules).toMatchObject({ allow: "/", disallow: expect.arrayContaining(["/orders", "/pay"]) });
  settings.demo = true;
  expect(robots().rules).toMatchObject({ disallow: "/" });
});

test("a search engine reads a product's price and stock, whatever its name contains", () => {
  const product = {
    url: "https://shop.example/products/mug",
    image: "https://shop.example/products/mug.svg",
    name: "Mug </script><script>alert(1)</script>",
    description: "For “tea”",
    sku: "MUG",
    inStock: true,
    seller: "Soap Shop",
  };
  const html = renderToStaticMarkup(<ProductData {...product} price={{ amount: 1_400, currency: "USD" }} />);
  expect(html.match(/<\/script>/g)).toHaveLength(1);
  const data = JSON.parse(html.replace(/<\/?script[^>]*>/g, ""));
  expect(data).toMatchObject({
    name: product.name,
    description: product.description,
    offers: { price: "14.00", priceCurrency: "USD", availability: "https://schema.org/InStock" },
  });
});
