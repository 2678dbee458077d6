import { useLocale } from "next-intl";
import { banks } from "@/lib/contracts/banks";

/** The banks of a `Select`, after an empty first choice. */
export function BankOptions({ choose }: { choose: string }) {
  const locale = useLocale();
  return (
    <>
      <option value="">{choose}</option>
      {banks.map((bank) => (
        <option key={bank.code} value={bank.code}>
          {bank[locale]}
        </option>
      ))}
    </>
  );
}
