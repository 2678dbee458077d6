import { Unzip, UnzipInflate, zipSync } from "fflate";

/** The file is larger than anything a bank writes. */
export class TooLarge extends Error {}

/** What an XLSX file may unpack to, in bytes: a small file can unpack to gigabytes. */
const unpackedAtMost = 32 * 1024 * 1024;
/** How much is unpacked between two counts, in packed bytes; a byte can become a thousand. */
const packedStep = 4 * 1024;
/** Excel's own limit. Rows without content cost little. */
const rowsAtMost = 1_048_576;
/** The reader fills the whole area from the first cell to the last one with content. */
const cellsAtMost = 1_000_000;

/**
 * The cells of an XLSX file's first sheet. What the file says about its own size is not believed: it is unpacked here,
 * counted, and packed again for the reader. Throws TooLarge; any other error means that it cannot be read.
 */
export async function readXlsx(bytes: Uint8Array): Promise<unknown[][]> {
  const files = unpack(bytes);
  for (const content of Object.values(files)) assertModest(content);
  const { readSheet } = await import("read-excel-file/node");
  return readSheet(Buffer.from(zipSync(files, { level: 0 })));
}

function unpack(bytes: Uint8Array): Record<string, Uint8Array> {
  const chunks = new Map<string, Uint8Array[]>();
  let left = unpackedAtMost;
  const unzip = new Unzip((file) => {
    if (!/\.xml(\.rels)?$/.test(file.name)) return;
    if (chunks.has(file.name)) throw new Error("Two files have the same name.");
    const own: Uint8Array[] = [];
    chunks.set(file.name, own);
    file.ondata = (error, chunk) => {
      if (error) throw error;
      left -= chunk.length;
      if (left < 0) throw new TooLarge();
      own.push(chunk);
    };
    file.start();
  });
  unzip.register(UnzipInflate);
  for (let at = 0; at < bytes.length; at += packedStep)
    unzip.push(bytes.subarray(at, at + packedStep), at + packedStep >= bytes.length);
  return Object.fromEntries([...chunks].map(([name, own]) => [name, new Uint8Array(Buffer.concat(own))]));
}

const tags = /<(?:[\w.-]+:)?(row|c)(?=[\s/>])((?:\s+[\w:.-]+\s*=\s*(?:"[^"]*"|'[^']*'))*)\s*(\/?)>/g;
const anyTag = /<(?:[\w.-]+:)?(?:row|c)(?=[\s/>])/g;
const place = /\sr\s*=\s*(?:"([^"]*)"|'([^']*)')/;

/** Cells have addresses, so a sheet of two cells may be a billion wide. */
function assertModest(content: Uint8Array) {
  const text = new TextDecoder().decode(content);
  if (!text.includes("sheetData")) return;
  let [rows, columns, seen] = [0, 0, 0];
  for (const [, tag, attributes = "", empty] of text.matchAll(tags)) {
    seen += 1;
    const found = place.exec(attributes);
    const address = found?.[1] ?? found?.[2];
    if (address === undefined) continue;
    const [, letters = "", digits] = /^([A-Z]{0,3})(\d{1,9})$/.exec(address) ?? [];
    if (digits === undefined) throw new Error("A cell has no address.");
    if (Number(digits) > rowsAtMost) throw new TooLarge();
    if (tag !== "c" || empty) continue;
    rows = Math.max(rows, Number(digits));
    columns = Math.max(columns, columnOf(letters));
  }
  // A tag that is written so unusually that it was not understood here could still be understood by the reader.
  if (seen !== (text.match(anyTag)?.length ?? 0)) throw new Error("A cell is not written as usual.");
  if (rows * columns > cellsAtMost) throw new TooLarge();
}

/** A is 1, Z is 26, AA is 27. */
const columnOf = (letters: string) =>
  [...letters].reduce((column, letter) => column * 26 + letter.charCodeAt(0) - 64, 0);
