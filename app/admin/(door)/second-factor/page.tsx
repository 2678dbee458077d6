import type { Metadata } from "next";
import { headers } from "next/headers";
import { redirect } from "next/navigation";
import { getTranslations } from "next-intl/server";
import { SecondFactor } from "@/components/desk/account/second-factor";
import { sessionOf } from "@/lib/admin/session";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("desk.account.factor"))("first") };
}

/** Whoever must have a second factor in this shop and has none sets one up before anything else. */
export default async function FirstFactorPage() {
  const session = await sessionOf(new Headers(await headers()));
  if (!session) redirect("/admin/sign-in");
  if (session.mustChangePassword) redirect("/admin/password");
  if (!session.mustSetUpFactor) redirect("/admin/account");
  const t = await getTranslations("desk.account.factor");
  return (
    <>
      <h1 className="text-2xl font-bold">{t("first")}</h1>
      <p className="mt-2 leading-relaxed text-soft">{t("firstWhy")}</p>
      <SecondFactor isOn={false} leadsTo="/admin" />
    </>
  );
}
