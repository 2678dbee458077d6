import type { Metadata } from "next";
import { headers } from "next/headers";
import { getTranslations } from "next-intl/server";
import { PasswordForm } from "@/components/desk/account/password-form";
import { SecondFactor } from "@/components/desk/account/second-factor";
import { Sessions } from "@/components/desk/account/sessions";
import { Section } from "@/components/desk/section";
import { hasOutdatedFactor, sessionsOf } from "@/lib/desk/staff/account";
import { wantsSecondFactor } from "@/lib/desk/staff/session";
import { sessionHere } from "../here";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("desk.account"))("title") };
}

export default async function AccountPage() {
  const session = await sessionHere();
  const [t, sessions, isOutdated] = await Promise.all([
    getTranslations("desk"),
    sessionsOf(session, new Headers(await headers())),
    hasOutdatedFactor(session.staff),
  ]);
  const { staff } = session;
  return (
    <div className="max-w-3xl">
      <h1 className="text-2xl font-bold">{t("account.title")}</h1>
      <p className="mt-1 text-soft">
        {t("account.who", { email: staff.email, role: t(`roles.${staff.role}`) })}
      </p>
      <Section id="password" title={t("password.title")}>
        <PasswordForm email={staff.email} />
      </Section>
      <Section id="factor" title={t("account.factor.title")}>
        <SecondFactor
          isOn={session.hasSecondFactor}
          isOutdated={isOutdated}
          mayEnd={isOutdated || !wantsSecondFactor(staff.role)}
        />
      </Section>
      <Section id="sessions" title={t("account.sessions.title")}>
        <Sessions sessions={sessions} />
      </Section>
    </div>
  );
}
