import type { Metadata } from "next";
import { headers } from "next/headers";
import { redirect } from "next/navigation";
import { getTranslations } from "next-intl/server";
import { SignInForm } from "@/components/desk/account/sign-in-form";
import { NeedsScript } from "@/components/ui/needs-script";
import { sessionOf } from "@/lib/admin/session";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("desk.signIn"))("title") };
}

export default async function SignInPage() {
  if (await sessionOf(new Headers(await headers()))) redirect("/admin");
  const t = await getTranslations("desk.signIn");
  return (
    <>
      <h1 className="text-2xl font-bold">{t("title")}</h1>
      <NeedsScript>{t("needsScript")}</NeedsScript>
      <SignInForm />
    </>
  );
}
