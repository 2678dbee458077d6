import { useLocale } from "next-intl";
import { type Address, linesOf } from "@/lib/contact/address";
import { countryName } from "@/lib/contact/countries";

/** Where an order goes, as it is written in its country. What is sold in won to Korea needs no country's name. */
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
