import type { Metadata } from "next";
import Link from "next/link";
import { redirect } from "next/navigation";
import { getTranslations } from "next-intl/server";
import { OpenLetter } from "@/components/order/open-letter";
import { Sign } from "@/components/order/sign";
import { NeedsScript } from "@/components/ui/needs-script";
import { findPath } from "@/lib/contracts/find-path";
import { OrderNumber } from "@/lib/contracts/orders";
import { only, type Query } from "../../order";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("letter");
  return { title: t("title"), robots: { index: false } };
}

/** Where a link in a letter leads. Its proof is in the address's fragment, which only the page's script can read. */
export default async function LetterPage({ searchParams }: { searchParams: Query }) {
  const number = OrderNumber.safeParse(only((await searchParams).number)).data;
  if (!number) redirect(findPath(undefined, "link"));
  const t = await getTranslations("letter");
  return (
    <section className="mx-auto max-w-xl pt-10 pb-8 text-center sm:pt-16">
      <div className="noscript:hidden">
        <Sign look="busy" />
      </div>
      <h1 className="mt-5 text-2xl font-bold sm:text-3xl">{t("title")}</h1>
      <OpenLetter number={number} />
      <NeedsScript>{t("needsScript")}</NeedsScript>
      <p className="mt-6 leading-relaxed text-soft">
        {t("orElse")}{" "}
        <Link href={findPath(number)} className="font-semibold underline underline-offset-4">
          {t("find")}
        </Link>
      </p>
    </section>
  );
}
