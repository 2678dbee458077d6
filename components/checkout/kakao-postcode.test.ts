import { expect, test } from "vitest";
import { addressFrom } from "./kakao-postcode";

const cityHall = {
  zonecode: "04524",
  roadAddress: "서울 중구 세종대로 110",
  jibunAddress: "서울 중구 태평로1가 31",
  userSelectedType: "R",
  bname: "태평로1가",
  buildingName: "서울특별시청",
} as const;

test("the address is written as letters in Korea are addressed", () => {
  expect(addressFrom(cityHall)).toEqual({
    postcode: "04524",
    line1: "서울 중구 세종대로 110 (태평로1가, 서울특별시청)",
  });
  expect(addressFrom({ ...cityHall, bname: "", buildingName: "" }).line1).toBe("서울 중구 세종대로 110");
  expect(addressFrom({ ...cityHall, userSelectedType: "J" }).line1).toBe("서울 중구 태평로1가 31");
});
