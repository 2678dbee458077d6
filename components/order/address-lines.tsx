import { useLocale, useTranslations } from "next-intl";
import { formatPhone } from "@/components/phone";
import { type Address, linesOf } from "@/lib/contact/address";
import { countryName } from "@/lib/contact/countries";
import { presetOf } from "@/lib/contact/delivery-presets";

/**
 * An order's shipping address, formatted for its country. What is sold in won goes to Korea and needs no country name.
 */
export function AddressLines({
  address: { note, recipient_name: name, recipient_phone: phone, ...address },
  currency,
}: {
  address: Address & {
    note?: string | undefined;
    recipient_name?: string | undefined;
    recipient_phone?: string | undefined;
  };
  currency: string;
}) {
  const locale = useLocale();
  const t = useTranslations("deliveryPresets");
  const preset = note && presetOf(note);
  const { country } = address;
  const named = country && !(country === "KR" && currency === "KRW");
  return (
    <>
      {name && <span className="block">{name}</span>}
      {phone && <span className="block">{formatPhone(phone)}</span>}
      {linesOf(address).map((line) => (
        <span key={line} className="block">
          {line}
        </span>
      ))}
      {named && <span className="block">{countryName(country, locale)}</span>}
      {note && <span className="block text-soft">{preset ? t(preset) : note}</span>}
    </>
  );
}
