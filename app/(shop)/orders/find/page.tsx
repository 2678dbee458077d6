import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { ClientWords } from "@/i18n/client-words";
import { FindForm } from "./find-form";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("find");
  return { title: t("title"), robots: { index: false } };
}

export default async function FindOrderPage() {
  const t = await getTranslations("find");
  return (
    <div className="mx-auto max-w-md">
      <h1 className="pt-8 text-2xl font-bold sm:pt-12 sm:text-3xl">{t("title")}</h1>
      <p className="mt-3 mb-7 leading-relaxed text-soft">{t("lead")}</p>
      <ClientWords of={["find"]}>
        <FindForm />
      </ClientWords>
      <p className="mt-6 text-sm leading-relaxed text-soft">{t("help")}</p>
    </div>
  );
}
