export const fieldNames = ["bank", "account_number", "holder_name"] as const;
export type FieldName = (typeof fieldNames)[number];
export type Typed = Record<FieldName, string>;

/** The values of the form's fields. */
export const typedIn = (form: FormData): Typed => ({
  bank: String(form.get("bank") ?? ""),
  account_number: String(form.get("account_number") ?? ""),
  holder_name: String(form.get("holder_name") ?? ""),
});

/** The faults a shopper can correct before anything is sent. The server, and then the bank, have the last word. */
export function faultsOf({ bank, account_number, holder_name }: Typed): Partial<Record<FieldName, true>> {
  const digits = account_number.replace(/[\s-]/g, "");
  return {
    ...(bank === "" && { bank: true }),
    ...(!/^\d{6,20}$/.test(digits) && { account_number: true }),
    ...(holder_name.trim() === "" && { holder_name: true }),
  };
}
