import type { Metadata } from "next";
import { getLocale } from "next-intl/server";
import { LegalArticle } from "@/components/legal/article";
import { descriptionOf, legalText } from "@/components/legal/text";
import { shop } from "@/lib/shop/shop";

export async function generateMetadata(): Promise<Metadata> {
  const text = legalText("terms", await shop(), await getLocale());
  return { title: text.title, description: descriptionOf(text) };
}

export default async function TermsPage() {
  return <LegalArticle page="terms" of={await shop()} />;
}
