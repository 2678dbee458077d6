import type { Metadata } from "next";
import { getLocale } from "next-intl/server";
import { LegalArticle } from "@/components/legal/article";
import { legalText } from "@/components/legal/text";
import { shop } from "@/lib/shop/shop";

export async function generateMetadata(): Promise<Metadata> {
  const { title, lead } = legalText("refunds", await shop(), await getLocale());
  return { title, description: lead };
}

export default async function RefundsPage() {
  return <LegalArticle page="refunds" of={await shop()} />;
}
