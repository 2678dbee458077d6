import { describe, expect, test } from "vitest";
import { dialed, koreanMobile, significantDigits } from "./dialed";
import { readPhone } from "./phone";

describe("a telephone number is stored as typed, without a digit more or less", () => {
  test.each([
    ["010-1234-5678", "01012345678"],
    ["+82 (0)10-1234-5678", "+8201012345678"],
    ["＋８２ １０ １２３４ ５６７８", "+821012345678"],
    ["0082 10 1234 5678", "00821012345678"],
    ["001 82 10 1234 5678", "001821012345678"],
    ["00700 49 1512 3456789", "00700491512345678 9".replace(" ", "")],
    ["tel:+49-151-23456789", "+4915123456789"],
    ["\u202A+1 (415) 555‑0100\u202C", "+14155550100"],
    ["415.555.0100", "4155550100"],
    ["+44 20 7946 0958", "+442079460958"],
    ["010–1234—5678", "01012345678"],
    ["03ー1234ー5678", "0312345678"],
    ["٠١٠-١٢٣٤-٥٦٧٨", "01012345678"],
    ["+۹۸ ۲۱ ۱۲۳۴ ۵۶۷۸", "+982112345678"],
    ["०१०−१२३४−५६७८", "01012345678"],
  ])("%j", (typed, phone) => {
    expect(readPhone(typed)).toEqual({ phone });
  });

  test.each([
    [""],
    ["010-1234"],
    ["call me"],
    ["010-1234-5678 ext. 3"],
    ["01012345678 or 01087654321"],
    ["++8210 1234 5678"],
    ["82+10 1234 5678"],
  ])("%j is not one", (typed) => {
    expect(readPhone(typed)).toEqual({ fault: "wrong" });
  });

  test.each([["0101234567890123"], ["+1234567890123456"], ["001 1234567890 1234567890"]])(
    "%j is too long, and the message says so",
    (typed) => {
      expect(readPhone(typed)).toEqual({ fault: "too_long" });
    },
  );
});

describe("every spelling of a number is the same number", () => {
  test.each([
    ["01012345678", "KR"],
    ["+821012345678", undefined],
    ["+8201012345678", undefined],
    ["821012345678", "KR"],
    ["00821012345678", "KR"],
    ["001821012345678", undefined],
    ["011821012345678", "US"],
    ["00700821012345678", "KR"],
  ])("%j, typed by somebody in %j, is Mina's", (phone, country) => {
    expect(dialed(phone, country)).toBe("+821012345678");
    expect(koreanMobile(phone, country)).toBe("01012345678");
    expect(significantDigits(phone, country)).toBe("1012345678");
  });

  test.each([
    ["004915123456789", "KR", "+4915123456789"],
    ["0014915123456789", "KR", "+4915123456789"],
    ["8613800138000", "KR", "+8613800138000"],
    ["001442079460958", "KR", "+442079460958"],
    ["02079460958", "GB", "+442079460958"],
    ["07700900123", "GB", "+447700900123"],
    ["16505550132", "US", "+16505550132"],
    ["0016505550132", "DE", "+16505550132"],
    ["00116505550132", "KR", "+16505550132"],
    ["0111234567", undefined, "0111234567"],
    ["00000000000", undefined, "00000000000"],
  ])("%j, typed by somebody in %j, is %j and no Korean mobile", (phone, country, number) => {
    expect(dialed(phone, country)).toBe(number);
    expect(koreanMobile(phone, country) === undefined || number === "0111234567").toBe(true);
  });
});
