import { readFileSync } from "node:fs";

/** Groups of texts that no shopper's page shows. */
const notOnPages = /^(desk|alarms|doctor|mail|staff|sums|gatewayNames)/;

const textsIn = (value) => (typeof value === "string" ? value : Object.values(value).map(textsIn).join(""));

/** Every character that the shop's own pages show, sorted: their texts, the seller, and the demo's products. */
export function charactersOf() {
  const texts = ["ko", "en"].flatMap((language) =>
    Object.entries(JSON.parse(readFileSync(`messages/${language}.json`, "utf8")))
      .filter(([group]) => !notOnPages.test(group))
      .map(([, texts]) => textsIn(texts)),
  );
  const sources = ["db/shelf.ts", "lib/shop/business.ts"].map((path) => readFileSync(path, "utf8"));
  const ascii = Array.from({ length: 0x7f - 0x20 }, (_, n) => String.fromCharCode(0x20 + n));
  const all = new Set([...texts, ...sources, ...ascii].join(""));
  return [...all]
    .filter((character) => character >= " ")
    .sort()
    .join("");
}

const hex = (code) => `U+${code.toString(16).toUpperCase()}`;

/** As the value of a font's `unicode-range`. */
export function rangesOf(characters) {
  const ranges = [];
  for (const code of [...characters].map((one) => one.codePointAt(0)).sort((a, b) => a - b)) {
    const last = ranges.at(-1);
    if (last && last[1] + 1 === code) last[1] = code;
    else ranges.push([code, code]);
  }
  return ranges
    .map(([from, to]) => (from === to ? hex(from) : `${hex(from)}-${to.toString(16).toUpperCase()}`))
    .join(", ");
}
