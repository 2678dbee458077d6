import type { Metadata } from "next";
import { getLocale } from "next-intl/server";
import { LegalArticle } from "@/components/legal/article";
import { terms } from "@/components/legal/terms";
import { env } from "@/lib/settings/env";

export async function generateMetadata(): Promise<Metadata> {
  const { title, lead } = terms[await getLocale()];
  return { title, description: lead };
}

export default async function TermsPage() {
  return <LegalArticle text={terms[await getLocale()]} model={!env().live} />;
}
