import { strFromU8, strToU8, unzipSync, Zip, ZipDeflate, zipSync } from "fflate";
import { describe, expect, test } from "vitest";
import writeExcelFile from "write-excel-file/node";
import { cp949 } from "@/testing/bank-file";
import { columnsAsNamed, findTable, likelyHeader } from "./columns";
import { linesOf } from "./lines";
import { tableOf } from "./table";

// What customers of Korean banks download: a few lines above the table, then one line for each movement. The two
// movements are the same in every bank's file.

const deposit = "토스페이먼츠(주";

/** The files of eight banks, as text. */
const banks: Record<string, string> = {
  국민: `거래내역조회,,,,,,,,
조회기간 : 2028.02.01 ~ 2028.02.29,,,,,,,,
No,거래일시,적요,보낸분/받는분,송금메모,출금액(원),입금액(원),잔액(원),거래점
1,2028.02.07 09:12:44,전자금융,${deposit},,0,"1,234,500","5,234,500",본점
2,2028.02.08 10:00:01,출금,월세,2월,"500,000",0,"4,734,500",본점
합계,,,,,"500,000","1,234,500",,`,
  신한: `거래일자,거래시간,적요,출금(원),입금(원),내용,잔액(원),거래점
2028-02-07,09:12:44,타행이체,0,"1,234,500",${deposit},"5,234,500",본점
2028-02-08,10:00:01,이체,"500,000",0,월세,"4,734,500",본점`,
  우리: `계좌번호: 1002-000-000000
No.,거래일시,적요,기재내용,찾으신금액,맡기신금액,거래후 잔액,취급점,메모
1,2028/02/07 09:12:44,타행,${deposit},"0","1,234,500","5,234,500",본점,
2,2028/02/08 10:00:01,이체,월세,"500,000","0","4,734,500",본점,`,
  하나: `거래일시\t적요\t의뢰인/수취인\t입금\t출금\t거래후잔액\t구분\t거래점
2028-02-07 09:12:44\t대체\t${deposit}\t1,234,500\t0\t5,234,500\t타행\t본점
2028-02-08 10:00:01\t이체\t월세\t0\t500,000\t4,734,500\t당행\t본점`,
  기업: `번호,거래일시,출금,입금,거래후 잔액,거래내용,상대계좌번호,상대은행,메모,거래구분
1,2028-02-07 09:12:44,0,1234500,5234500,${deposit},="0012345",기업,,타행
2,2028-02-08 10:00:01,500000,0,4734500,월세,,,,이체`,
  농협: `순번,거래일자,출금금액(원),입금금액(원),거래 후 잔액(원),거래내용,거래기록사항,거래점,거래시간
1,20280207,,"1,234,500원","5,234,500원",타행이체,${deposit},본점,09:12:44
2,20280208,"500,000원",,"4,734,500원",이체,월세,본점,10:00:01`,
  카카오뱅크: `거래일시,구분,거래금액,거래 후 잔액,거래구분,내용,메모
2028.02.07 09:12:44,입금,"1,234,500","5,234,500",일반입금,${deposit},
2028.02.08 10:00:01,출금,"-500,000","4,734,500",일반이체,월세,`,
  토스뱅크: `거래 일시,적요,거래 유형,거래 기관,계좌번호,거래 금액,거래 후 잔액,메모
2028.02.07 09:12:44,${deposit},입금,국민은행,,"1,234,500","5,234,500",
2028.02.08 10:00:01,월세,출금,토스뱅크,,"-500,000","4,734,500",`,
};

async function read(bytes: Uint8Array, currency = "KRW") {
  const rows = await tableOf(bytes);
  const table = findTable(rows, () => undefined);
  if (!table) throw new Error("The table was not found.");
  return linesOf(rows, table, currency);
}

describe.each(Object.keys(banks))("a file of %s", (bank) => {
  const text = banks[bank] ?? "";

  test.each([
    ["UTF-8", Buffer.from(text)],
    ["UTF-8 with a byte order mark", Buffer.from(`\uFEFF${text}`)],
    ["EUC-KR", cp949(text)],
  ])("in %s", async (_, bytes) => {
    const { lines, firstDay, lastDay } = await read(bytes);
    expect(lines).toMatchObject([
      {
        day: "2028-02-07",
        time: "09:12:44",
        amount: 1_234_500,
        description: expect.stringContaining(deposit),
      },
      { day: "2028-02-08", time: "10:00:01", amount: -500_000, description: expect.stringContaining("월세") },
    ]);
    expect([firstDay, lastDay]).toEqual(
      bank === "국민" ? ["2028-02-01", "2028-02-29"] : ["2028-02-07", "2028-02-08"],
    );
  });
});

const sheet = (rows: (string | number | Date | null)[][]) =>
  writeExcelFile(
    rows.map((row) =>
      row.map((value) =>
        value instanceof Date
          ? { value, type: Date, format: "yyyy-mm-dd hh:mm:ss" }
          : value === null
            ? null
            : { value },
      ),
    ),
  ).toBuffer();

test("an XLSX file, with days as Excel's dates and amounts as numbers", async () => {
  const bytes = await sheet([
    ["거래내역", null, null, null],
    ["거래일시", "적요", "입금액", "출금액"],
    [new Date("2028-02-07T09:12:44Z"), deposit, 1_234_500, 0],
  ]);
  expect((await read(bytes)).lines).toMatchObject([
    { day: "2028-02-07", time: "09:12:44", amount: 1_234_500 },
  ]);
});

/** The file with its first sheet changed. */
async function withSheet(change: (xml: string) => string) {
  const files = unzipSync(
    await sheet([
      ["거래일시", "적요", "입금액"],
      ["2028-02-07", deposit, 1_000],
    ]),
  );
  const name = "xl/worksheets/sheet1.xml";
  return { ...files, [name]: strToU8(change(strFromU8(files[name] ?? new Uint8Array()))) };
}

const lastCell = (cell: string) => (xml: string) =>
  xml.replace("</sheetData>", `<row r="${/[0-9]+/.exec(cell)?.[0]}">${cell}</row></sheetData>`);

test("an XLSX file that was written as a stream, with its sizes after its data, and formatted to the last row", async () => {
  const files = await withSheet(lastCell('<c r="C1048576" s="0"/>'));
  const chunks: Uint8Array[] = [];
  const zip = new Zip((_, chunk) => chunks.push(chunk));
  for (const [name, content] of Object.entries(files)) {
    const file = new ZipDeflate(name);
    zip.add(file);
    file.push(content, true);
  }
  zip.end();
  expect((await read(Buffer.concat(chunks))).lines).toMatchObject([{ day: "2028-02-07", amount: 1_000 }]);
});

describe("an XLSX file from somebody who means harm is refused", () => {
  /** Says that each file unpacks to 10 bytes. */
  function understated(bytes: Uint8Array) {
    const view = new DataView(bytes.buffer, bytes.byteOffset);
    for (let at = 0; at + 46 < bytes.length; at += 1) {
      const signature = view.getUint32(at, true);
      if (signature === 0x04034b50) view.setUint32(at + 22, 10, true);
      if (signature === 0x02014b50) view.setUint32(at + 24, 10, true);
    }
    return bytes;
  }

  test.each([
    [
      "it unpacks to a thousand times its size, and says that it does not",
      async () =>
        understated(
          zipSync({
            ...(await withSheet((xml) => xml)),
            "xl/sharedStrings.xml": new Uint8Array(40 * 2 ** 20),
          }),
        ),
      "too large",
    ],
    [
      "one cell is a billion cells away",
      async () => zipSync(await withSheet(lastCell('<c r="XFD1048576"><v>1</v></c>'))),
      "too large",
    ],
    [
      "a row is far below Excel's last",
      async () => zipSync(await withSheet(lastCell('<c r="A900000000"><v>1</v></c>'))),
      "too large",
    ],
    [
      "an address is written so that a quick look misses it",
      async () => zipSync(await withSheet(lastCell('<c r="&#88;FD1048576"><v>1</v></c>'))),
      "cannot be read",
    ],
  ])("%s", async (_, made, says) => {
    await expect(tableOf(await made())).rejects.toMatchObject({
      code: "statement_unreadable",
      message: expect.stringContaining(says),
    });
  });
});

test("dollars have cents", async () => {
  const text = 'Date,Description,Deposit\n2028-02-07,STRIPE PAYOUT,"1,234.50"\n2028-02-08,STRIPE PAYOUT,7\n';
  expect((await read(Buffer.from(text), "USD")).lines.map(({ amount }) => amount)).toEqual([123_450, 700]);
});

test("two lines that say the same are two lines, and the same two in another file", async () => {
  const file = (more: string) =>
    Buffer.from(`거래일시,적요,입금액\n2028-02-07,토스페이먼츠,1000\n2028-02-07,토스페이먼츠,1000\n${more}`);
  const first = (await read(file(""))).lines.map(({ key }) => key);
  expect(new Set(first).size).toBe(2);
  const second = (await read(file("2028-02-08,토스페이먼츠,1000\n"))).lines.map(({ key }) => key);
  expect(second.slice(0, 2)).toEqual(first);
});

test("columns that no bank's words explain are named by staff", async () => {
  const rows = await tableOf(Buffer.from("내역\n언제,무엇,들어옴,나감\n2028-02-07,토스페이먼츠,1000,\n"));
  expect(findTable(rows, () => undefined)).toBeUndefined();
  const header = likelyHeader(rows);
  expect(rows[header]).toEqual(["언제", "무엇", "들어옴", "나감"]);
  const columns = columnsAsNamed(rows[header] ?? [], { day: 0, description: 1, deposit: 2, withdrawal: 3 });
  expect(findTable(rows, () => columns)).toMatchObject({ header: 0 });
  expect(linesOf(rows, { header, columns }, "KRW").lines).toMatchObject([{ amount: 1_000 }]);
});

test.each([
  ["an old XLS file", Buffer.from([0xd0, 0xcf, 0x11, 0xe0, 1, 2, 3]), "file"],
  ["a web page", Buffer.from("<html><table></table></html>"), "file"],
  ["bytes in no encoding", Buffer.from([0xff, 0xff, 0xff, 0xff]), "file"],
  ["a broken XLSX file", Buffer.from("PK\u0003\u0004 and nothing"), "file"],
  ["no line", Buffer.from("거래일시,적요,입금액\n합계,,0\n"), "file"],
  ["an amount that is none", Buffer.from("거래일시,적요,입금액\n2028-02-07,토스,일만원\n"), "file.2"],
  ["cents of won", Buffer.from("거래일시,적요,입금액\n2028-02-07,토스,100.5\n"), "file.2"],
])("%s is refused", async (_, bytes, field) => {
  await expect(read(bytes)).rejects.toMatchObject({
    code: "statement_unreadable",
    details: { errors: [{ field }] },
  });
});

test("control characters, which not every database can store, become spaces", async () => {
  const text = "거래일시,적요,입금액\n2028-02-07,토스\u0000페이\u0007먼츠,100\n";
  expect((await read(Buffer.from(text))).lines).toMatchObject([{ description: "토스 페이 먼츠" }]);
});

test("a day that does not exist is no line", async () => {
  const text = "거래일시,적요,입금액\n2028-02-30,토스,100\n2028-02-29,토스,200\n";
  expect((await read(Buffer.from(text))).lines).toMatchObject([{ day: "2028-02-29", amount: 200 }]);
});
