import type { LegalPage } from "@/lib/contracts/shop";
import type { Locale } from "@/lib/money";
import type { Shop } from "@/lib/shop/shop";
import type { LegalText } from "./legal-text";
import { readPlain } from "./plain";
import { privacy } from "./privacy";
import { refunds } from "./refunds";
import { terms } from "./terms";

const samples = { terms, privacy, refunds };

/** A sample text, with the seller's details in it. */
export const sampleText = (page: LegalPage, shop: Shop, locale: Locale): LegalText =>
  samples[page](shop)[locale];

/** The shop's own text or, until it has one, the sample. */
export function legalText(page: LegalPage, shop: Shop, locale: Locale): LegalText {
  const sample = sampleText(page, shop, locale);
  const own = shop.legal[page][locale];
  return own ? { title: sample.title, ...readPlain(own) } : sample;
}

/** How long a page's description is, in characters; search engines cut longer ones. */
const descriptionLength = 160;

/** A legal page's description for search engines: its first paragraph, cut between words. Undefined without one. */
export function descriptionOf({ lead }: Pick<LegalText, "lead">): string | undefined {
  const first = [lead[0] ?? []].flat().join(" ");
  const characters = [...first];
  if (characters.length <= descriptionLength) return first || undefined;
  const cut = characters.slice(0, descriptionLength - 1).join("");
  return `${cut.replace(/\s+\S*$/, "")}…`;
}
