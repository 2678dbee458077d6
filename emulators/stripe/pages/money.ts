import type { Language } from "../../kit/text";
import { written } from "../money/currencies";

/** An amount as the reader expects it; the gateway decides how many digits it has. */
export function money(amount: number, currency: string, language: Language): string {
  if (amount < 0) return `−${money(-amount, currency, language)}`;
  if (currency === "krw" && language === "ko") return `${amount.toLocaleString("ko-KR")}원`;
  return written(amount, currency);
}
