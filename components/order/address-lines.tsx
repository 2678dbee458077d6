import { useLocale } from "next-intl";
import { type Address, linesOf } from "@/lib/contact/address";
import { countryName } from "@/lib/contact/countries";

/**
 * An order's shipping address, formatted for its country. What is sold in won goes to Korea and needs no country name.
 */
export function AddressLines({
  address: { note, ...address },
  currency,
}: {
  address: Address & { note?: string | undefined };
  currency: string;
}) {
  const locale = useLocale();
  const { country } = address;
  const named = country && !(country === "KR" && currency === "KRW");
  return (
    <>
      {linesOf(address).map((line) => (
        <span key={line} className="block">
          {line}
        </span>
      ))}
      {named && <span className="block">{countryName(country, locale)}</span>}
      {note && <span className="block text-soft">{note}</span>}
    </>
  );
}
