import type { Metadata } from "next";
import { getLocale } from "next-intl/server";
import { LegalArticle } from "@/components/legal/article";
import { privacy } from "@/components/legal/privacy";
import { env } from "@/lib/settings/env";

export async function generateMetadata(): Promise<Metadata> {
  const { title, lead } = privacy[await getLocale()];
  return { title, description: lead };
}

export default async function PrivacyPage() {
  return <LegalArticle text={privacy[await getLocale()]} model={!env().live} />;
}
