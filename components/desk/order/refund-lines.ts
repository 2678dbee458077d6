/** One line of an order as it can be refunded. Amounts in minor units. */
export type RefundLine = {
  sku: string;
  name: string;
  unitPrice: number;
  quantity: number;
  isTaxFree: boolean;
  /** How many of it can be put back in stock. */
  out: number;
};

/** How many of each SKU were chosen. */
export type ChosenLines = Readonly<Record<string, number>>;

/** What the chosen lines cost, at most what is left, and how much of that is for tax-free goods. Pure. */
export function sumOfLines(
  lines: readonly RefundLine[],
  chosen: ChosenLines,
  left: { amount: number; taxFree: number },
) {
  const sum = (of: readonly RefundLine[]) =>
    of.reduce((total, { sku, unitPrice }) => total + unitPrice * (chosen[sku] ?? 0), 0);
  const amount = Math.min(sum(lines), left.amount);
  const taxFree = sum(lines.filter(({ isTaxFree }) => isTaxFree));
  return { amount, taxFree: Math.min(taxFree, amount, left.taxFree) };
}

/** What goes back in stock of the chosen lines. */
export const restockOf = (lines: readonly RefundLine[], chosen: ChosenLines) =>
  lines.flatMap(({ sku, out }) => {
    const quantity = Math.min(chosen[sku] ?? 0, out);
    return quantity > 0 ? [{ sku, quantity }] : [];
  });
