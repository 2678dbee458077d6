import type { Metadata } from "next";
import { headers } from "next/headers";
import { redirect } from "next/navigation";
import { getTranslations } from "next-intl/server";
import { SecondFactor } from "@/components/desk/account/second-factor";
import { SessionEnd } from "@/components/desk/session-end";
import { SignOut } from "@/components/desk/sign-out";
import { now } from "@/lib/clock";
import { sessionOf } from "@/lib/desk/staff/session";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("desk.account.factor"))("first") };
}

/** Staff who need a second factor in this shop and have none must set one up before anything else. */
export default async function FirstFactorPage() {
  const session = await sessionOf(new Headers(await headers()));
  if (!session) redirect("/admin/sign-in");
  if (session.mustChangePassword) redirect("/admin/password");
  if (!session.mustSetUpFactor) redirect("/admin/account");
  const [t, desk] = await Promise.all([getTranslations("desk.account.factor"), getTranslations("desk")]);
  return (
    <>
      <h1 className="text-2xl font-bold">{t("first")}</h1>
      <p className="mt-2 leading-relaxed text-soft">{t("firstWhy")}</p>
      <SecondFactor isOn={false} leadsTo="/admin" />
      <p className="mt-8 text-center">
        <SignOut words={desk("signOut")} />
      </p>
      <SessionEnd leftMs={session.endsAt.getTime() - now().getTime()} />
    </>
  );
}
