import type { Language } from "../../kit/text";
import { written } from "../money/currencies";

/** An amount as a reader is used to see it; how many digits it has is the gateway's business. */
export function money(amount: number, currency: string, language: Language): string {
  if (currency === "krw" && language === "ko") return `${amount.toLocaleString("ko-KR")}원`;
  return written(amount, currency);
}
