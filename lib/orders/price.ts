import { shorten } from "../contact/shorten";
import { lineSku } from "../contracts/orders";
import type { TaxClass } from "../contracts/tax";
import { type DeliveryRates, type Destination, deliveryFee } from "../delivery-fee";
import { type Currency, type Locale, maxAmount } from "../money";
import { Problem } from "../problem";

type Wish = { sku: string; quantity: number };
type Described = {
  name: string;
  unit_price: number;
  quantity: number;
  sku?: string | undefined;
  tax_class?: TaxClass | undefined;
};
type Shelf = {
  sku: string;
  nameKo: string;
  nameEn: string;
  priceKrw: number;
  priceUsd: number;
  taxClass: TaxClass;
};

/**
 * Prices a cart and its delivery from the shop's own catalog and rates, in minor units of `currency`.
 * `taxFree` is the part for tax-free goods; delivery is taxable. Does not check stock: an order takes it when
 * it is about to be paid. Throws `product_not_found`, and `invalid_request` if the total is too high.
 */
export function priceCart(
  wishes: Wish[],
  shelf: Shelf[],
  delivery: { rates: DeliveryRates; to: Destination | undefined },
  currency: Currency,
  locale: Locale,
) {
  const lines = wishes.map(({ sku, quantity }, index) => {
    const product = shelf.find((candidate) => candidate.sku === sku);
    if (!product)
      throw new Problem("product_not_found", "The shop has no such product.", {
        errors: [{ field: `items.${index}.sku`, message: "There is no such product" }],
      });
    return {
      sku,
      quantity,
      name: locale === "ko" ? product.nameKo : product.nameEn,
      unitPrice: currency === "KRW" ? product.priceKrw : product.priceUsd,
      taxClass: product.taxClass,
    };
  });
  const shipping = deliveryFee(delivery.rates, totalOf(lines), currency, delivery.to);
  return { shipping, ...summed(lines, shipping, currency, locale, "items") };
}

/**
 * The total of lines that another server described, in minor units of `currency`; delivery is one of them. They are of
 * no stock. Throws `invalid_request` if the total is too high.
 */
export const priceLines = (described: Described[], currency: Currency, locale: Locale) => ({
  shipping: 0,
  ...summed(
    described.map(({ sku, name, quantity, unit_price: unitPrice, tax_class: taxClass = "taxable" }, at) => ({
      sku: sku ?? lineSku(at),
      quantity,
      name,
      unitPrice,
      taxClass,
      fromStock: false,
    })),
    0,
    currency,
    locale,
    "lines",
  ),
});

type Priced = { name: string; quantity: number; unitPrice: number; taxClass: TaxClass };

function summed<Line extends Priced>(
  lines: Line[],
  shipping: number,
  currency: Currency,
  locale: Locale,
  field: "items" | "lines",
) {
  const amount = totalOf(lines) + shipping;
  if (amount > maxAmount)
    throw new Problem("invalid_request", "The order total is too high.", {
      errors: [{ field, message: "Total too high for one order" }],
    });
  const taxFree = currency === "KRW" ? totalOf(lines.filter(({ taxClass }) => taxClass === "tax_free")) : 0;
  return { lines, amount, taxFree, name: nameOf(lines, locale) };
}

const totalOf = (lines: { unitPrice: number; quantity: number }[]) =>
  lines.reduce((sum, line) => sum + line.unitPrice * line.quantity, 0);

/** Names an order as Korean shops do: the first item, and how many more there are. */
function nameOf(lines: { name: string }[], locale: Locale) {
  const [first, ...others] = lines;
  if (!first) throw new Error("A cart without lines has no name.");
  const more = locale === "ko" ? ` 외 ${others.length}건` : ` and ${others.length} more`;
  const rest = others.length === 0 ? "" : more;
  return `${shorten(first.name, longestName - rest.length)}${rest}`;
}

/** The longest order name a gateway accepts. Source: Toss core API, `orderName`. */
const longestName = 100;
