import { trackingNumberPattern } from "@/lib/contracts/couriers";

export type TrackingLines = {
  /** Tracking numbers by order number. */
  numbers: Record<string, string>;
  /** Lines that name no order of the list, or no tracking number. */
  unfit: string[];
};

/**
 * Reads tracking numbers as staff paste them from a sheet or a courier's file: an order number, or its last six
 * characters, and a tracking number on each line, in any columns. Lines with nothing but a tracking number belong to
 * the orders without one, in the list's order. Pure.
 */
export function readTrackingLines(text: string, orders: readonly string[]): TrackingLines {
  const numbers: Record<string, string> = {};
  const unfit: string[] = [];
  const alone: string[] = [];
  for (const line of text.split(/\r?\n/)) {
    const cells = line
      .split(/[,;\t]/)
      .map((cell) => cell.replace(/["'=\s]/g, ""))
      .filter((cell) => cell !== "");
    // A header has no digits.
    if (!cells.some((cell) => /\d/.test(cell))) continue;
    const order = orders.find((number) => cells.some((cell) => names(cell, number)));
    // A courier's file adds its number at the end; beside it are postal codes and amounts, which are shorter.
    const shortest = cells.length === 1 ? 5 : 9;
    const tracking = cells.findLast((cell) => isTracking(cell, shortest) && !(order && names(cell, order)));
    if (order && tracking) numbers[order] = tracking;
    else if (tracking && cells.length === 1) alone.push(tracking);
    else unfit.push(line.trim());
  }
  const left = orders.filter((order) => !numbers[order]);
  for (const [at, tracking] of alone.entries()) {
    const order = left[at];
    if (order) numbers[order] = tracking;
    else unfit.push(tracking);
  }
  return { numbers, unfit };
}

const names = (cell: string, order: string) => {
  const typed = cell.toUpperCase();
  return typed === order.toUpperCase() || (typed.length === 6 && order.toUpperCase().endsWith(`-${typed}`));
};

/** Names of goods and people match the pattern too, but a tracking number is mostly digits. */
const isTracking = (cell: string, digits: number) =>
  trackingNumberPattern.test(cell) &&
  cell.replace(/\D/g, "").length >= digits &&
  !/^ORD-/i.test(cell) &&
  !isPhone(cell);

/** A Korean phone number: mobile, of a region, or a safe number that a courier gives out. */
const isPhone = (cell: string) => /^0\d{1,3}-?\d{3,4}-?\d{4}$/.test(cell);

/** The text of a file. Excel in Korea still writes EUC-KR. */
export function textOfFile(bytes: ArrayBuffer): string {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    return new TextDecoder("euc-kr").decode(bytes);
  }
}
