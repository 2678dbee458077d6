import type { Metadata } from "next";
import { getLocale } from "next-intl/server";
import { LegalArticle } from "@/components/legal/article";
import { refunds } from "@/components/legal/refunds";
import { env } from "@/lib/settings/env";

export async function generateMetadata(): Promise<Metadata> {
  const { title, lead } = refunds[await getLocale()];
  return { title, description: lead };
}

export default async function RefundsPage() {
  return <LegalArticle text={refunds[await getLocale()]} model={!env().live} />;
}
