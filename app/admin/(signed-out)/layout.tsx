import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import type { ReactNode } from "react";
import { LanguageSwitch } from "@/components/frame/language-switch";
import { ClientWords } from "@/i18n/client-words";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("desk");
  return { title: { default: t("title"), template: `%s · ${t("title")}` }, robots: { index: false } };
}

/** The layout of the pages before sign-in: nothing of the shop is shown here. */
export default function SignedOutLayout({ children }: { children: ReactNode }) {
  return (
    <ClientWords of={["desk"]}>
      <div className="mx-auto flex min-h-dvh w-full max-w-md flex-col px-5">
        <div className="flex justify-end py-2">
          <LanguageSwitch />
        </div>
        <main id="content" className="grow py-8 sm:py-16">
          {children}
        </main>
      </div>
    </ClientWords>
  );
}
