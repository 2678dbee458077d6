import type { Metadata } from "next";
import { headers } from "next/headers";
import { redirect } from "next/navigation";
import { getTranslations } from "next-intl/server";
import { SignInForm } from "@/components/desk/account/sign-in-form";
import { NeedsScript } from "@/components/ui/needs-script";
import { sessionOf } from "@/lib/desk/staff/session";
import { wayBack } from "@/lib/desk/staff/way-back";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("desk.signIn"))("title") };
}

type Props = { searchParams: Promise<{ to?: string | string[] }> };

export default async function SignInPage({ searchParams }: Props) {
  const leadsTo = wayBack((await searchParams).to);
  if (await sessionOf(new Headers(await headers()))) redirect(leadsTo);
  const t = await getTranslations("desk.signIn");
  return (
    <>
      <h1 className="text-2xl font-bold">{t("title")}</h1>
      <NeedsScript>{t("needsScript")}</NeedsScript>
      <SignInForm leadsTo={leadsTo} />
    </>
  );
}
