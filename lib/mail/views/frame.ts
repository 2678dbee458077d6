import { findPath } from "@/lib/contracts/find-path";
import type { Shop } from "@/lib/shop/shop";
import type { Letter } from "../letters";
import { greetable, oneLine } from "../plain";
import type { Words } from "../words";

/** A letter with what surrounds every letter of the shop. */
export type Framed = Letter & {
  locale: Words["locale"];
  shop: string;
  /** The shop's logo, where every mail program finds it; null if it has none. */
  logo: { src: string; width: number; height: number } | null;
  /** The color of its button; null for the usual one. */
  accent: string | null;
  hello: string;
  /** Shown at the top of a letter about an order paid with play money. */
  test: string | undefined;
  href: string;
  /** For when the letter's link has expired. */
  find: { text: string; href: string };
  why: string;
  /** Who sells: law and custom require it at the end of a shop's letters too. */
  seller: string[];
};

type Around = { number: string; name: string; live: boolean; appUrl: string; business: Shop };

/** Puts a letter into the shop's frame, with each text on one line. */
export function frame(
  letter: Letter,
  { t, locale }: Words,
  { number, name, live, appUrl, business }: Around,
): Framed {
  const { shopName, companyName, representative, registrationNumber, address, phone, email } = business;
  const known = greetable(name);
  return {
    ...letter,
    subject: oneLine(letter.subject),
    lead: letter.lead.map(oneLine),
    boxed: letter.boxed.map((line) => ({ ...line, value: oneLine(line.value) })),
    items: letter.items.map((item) => ({ ...item, name: oneLine(item.name) })),
    lines: letter.lines.map((line) => ({ ...line, value: oneLine(line.value) })),
    locale,
    shop: shopName[locale],
    logo: business.logo && { ...business.logo, src: `${appUrl}/logo` },
    accent: business.accent,
    hello: known ? t("hello", { name: known }) : t("helloThere"),
    test: live ? undefined : t("test"),
    href: appUrl + letter.action.path,
    find: { text: t("elsewhere"), href: appUrl + findPath(number) },
    why: t("why"),
    seller: [
      t("seller", { company: companyName[locale], representative: representative[locale] }),
      t("registration", { number: registrationNumber }),
      address[locale],
      `${phone} · ${email}`,
    ],
  };
}
