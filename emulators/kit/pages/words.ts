import type { Language } from "../text";

/** The test banner on every emulator page. */
export const testWords = {
  ko: { test: "테스트 결제", testNote: "연습용 결제입니다. 돈이 나가지 않습니다." },
  en: { test: "Test payment", testNote: "This is for practice. No money moves." },
} satisfies Record<Language, object>;
