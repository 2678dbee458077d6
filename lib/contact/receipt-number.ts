/**
 * Whether a cash receipt of this type can be issued to this number, digits only. For income deduction, a mobile phone or
 * a cash receipt card; as proof of expense, a business, or a business's cash receipt card. Source: Korea's National Tax
 * Service, means of issuing a cash receipt; Toss core API, `customerIdentityNumber`.
 */
export const takesReceipt = (type: "income_deduction" | "expense_proof", number: string): boolean =>
  isCard(number) || (type === "income_deduction" ? isMobile(number) : isBusinessNumber(number));

const isMobile = (number: string) => /^01[016-9]\d{7,8}$/.test(number);

const isCard = (number: string) => /^\d{13,19}$/.test(number);

const weights = [1, 3, 7, 1, 3, 7, 1, 3, 5] as const;

/**
 * Whether ten digits are a Korean business registration number: the last one is a check digit. Source: National Tax
 * Service, 사업자등록번호 검증.
 */
export function isBusinessNumber(number: string): boolean {
  if (!/^\d{10}$/.test(number)) return false;
  const digits = [...number].map(Number);
  const sum = weights.reduce((all, weight, at) => all + weight * (digits[at] ?? 0), 0);
  const carried = Math.floor(((digits[8] ?? 0) * 5) / 10);
  return (10 - ((sum + carried) % 10)) % 10 === digits[9];
}
