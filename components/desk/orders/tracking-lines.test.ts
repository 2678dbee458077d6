import { describe, expect, test } from "vitest";
import { readTrackingLines, textOfFile } from "./tracking-lines";

const orders = ["ORD-20261129-AAAAA1", "ORD-20261129-BBBBB2", "ORD-20261129-CCCCC3"];

describe("tracking numbers that Jiwoo pastes", () => {
  test("from a courier's file, with a header and other columns", () => {
    const file = `주문번호,받는 분,전화번호,운송장번호\r\n"ORD-20261129-BBBBB2","김미나","010-1234-5678","6123-4567-8901"\r\nord-20261129-aaaaa1,이민수,01011112222,612345678902\r\n`;
    expect(readTrackingLines(file, orders)).toEqual({
      numbers: { "ORD-20261129-BBBBB2": "6123-4567-8901", "ORD-20261129-AAAAA1": "612345678902" },
      unfit: [],
    });
  });

  test("at the end of our own file for couriers, beside postal codes and phone numbers", () => {
    const file =
      "order_number,recipient,phone,postcode,items,tracking\n" +
      "ORD-20261129-AAAAA1,김민아,02-123-4567,04524,머그 × 2,612345678905\n" +
      "ORD-20261129-BBBBB2,이민수,0507-1234-5678,63122,머그 × 1,\n";
    expect(readTrackingLines(file, orders)).toEqual({
      numbers: { "ORD-20261129-AAAAA1": "612345678905" },
      unfit: ["ORD-20261129-BBBBB2,이민수,0507-1234-5678,63122,머그 × 1,"],
    });
  });

  test("by the last six characters, from a sheet", () => {
    expect(readTrackingLines("CCCCC3\t612345678903", orders).numbers).toEqual({
      "ORD-20261129-CCCCC3": "612345678903",
    });
  });

  test("alone, in the list's order, after those that name an order", () => {
    const { numbers, unfit } = readTrackingLines(
      "AAAAA1;111111111111\n222222222222\n333333333333\n444444444444",
      orders,
    );
    expect(numbers).toEqual({
      "ORD-20261129-AAAAA1": "111111111111",
      "ORD-20261129-BBBBB2": "222222222222",
      "ORD-20261129-CCCCC3": "333333333333",
    });
    expect(unfit).toEqual(["444444444444"]);
  });

  test.each(["ORD-20261129-ZZZZZ9,612345678901", "AAAAA1", "AAAAA1,010-1234-5678", "1234"])(
    "%j fits nothing and is said so",
    (line) => {
      expect(readTrackingLines(line, orders)).toEqual({ numbers: {}, unfit: [line] });
    },
  );
});

test("a file from a Korean Excel is read", () => {
  // "운송장" in EUC-KR.
  const bytes = Uint8Array.from([0xbf, 0xee, 0xbc, 0xdb, 0xc0, 0xe5]);
  expect(textOfFile(bytes.buffer)).toBe("운송장");
  expect(textOfFile(new TextEncoder().encode("운송장").buffer as ArrayBuffer)).toBe("운송장");
});
