import { usage } from "./kit/usage.mjs";
import "./load-env";
import "./kit/tell-refusals";
import { readFileSync, writeFileSync } from "node:fs";
import { allProducts } from "@/db/products";
import { closeStore, db } from "@/db/store";
import { now } from "@/lib/clock";
import { Problem } from "@/lib/problem";
import { FileFaults, readProducts, writeProducts } from "@/lib/products/file";
import { importProducts, sheetOf } from "@/lib/products/save";

// The reader may go away (`npm run products | head`).
process.stdout.on("error", () => process.exit(0));

const [command, file = "", ...more] = process.argv.slice(2);
const kind = /\.csv$/i.test(file) ? "csv" : /\.ya?ml$/i.test(file) ? "yaml" : undefined;
try {
  if (command === undefined) await list();
  else if (command === "import" && kind && more.length === 0) await take(kind);
  else if (command === "export" && kind && more.length === 0) await give(kind);
  else fail(usage);
} catch (error) {
  const why = error instanceof FileFaults || error instanceof Problem ? error.message : fileFault(error);
  if (why === undefined) throw error;
  fail(`${why}\n\nNothing was changed.`);
}
await closeStore();

async function list() {
  for (const { sku, nameKo, priceKrw, stock, active } of await allProducts(db))
    console.log(`${sku}  ${nameKo}  ₩${priceKrw}  ${stock} in stock${active ? "" : "  not for sale"}`);
}

async function take(kind: "csv" | "yaml") {
  const sheets = readProducts(readFileSync(file, "utf8"), kind);
  const { added, changed, same } = await importProducts(sheets, { by: "operator", now: now() });
  console.log(`${added} products were added and ${changed} changed; ${same} are as before.`);
}

async function give(kind: "csv" | "yaml") {
  const rows = await allProducts(db);
  writeFileSync(file, writeProducts(rows.map(sheetOf), kind), { flag: "wx" });
  console.log(`${file}: ${rows.length} products.`);
}

function fileFault(error: unknown): string | undefined {
  if (!(error instanceof Error && "code" in error)) return undefined;
  if (error.code === "ENOENT") return `There is no file ${file}.`;
  return error.code === "EEXIST" ? `${file} is there already. Name another file.` : undefined;
}

function fail(why: string) {
  console.error(why);
  process.exitCode = 1;
}
