import type { Metadata } from "next";
import { cookies } from "next/headers";
import { getTranslations } from "next-intl/server";
import { Field } from "@/components/ui/field";
import { Notice } from "@/components/ui/notice";
import { findReasons } from "@/lib/contracts/find-path";
import { OrderNumber } from "@/lib/contracts/orders";
import { cookieName } from "@/lib/http/cookies";
import { recallSearch, searchCookie } from "@/lib/orders/search";
import { only, type Query } from "../../order";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("find");
  return { title: t("title"), robots: { index: false } };
}

/** A plain form that works without JavaScript. After a failed search it shows what was typed. */
export default async function FindOrderPage({ searchParams }: { searchParams: Query }) {
  const [t, jar, query] = await Promise.all([getTranslations("find"), cookies(), searchParams]);
  const because = findReasons.find((reason) => reason === only(query.because));
  const number = OrderNumber.safeParse(only(query.number)).data;
  const search = recallSearch(jar.get(cookieName(searchCookie))?.value);
  const outcome = search?.outcome;
  const faulty = outcome?.is === "faulty" ? outcome.fields : [];
  return (
    <div className="mx-auto max-w-md">
      <h1 className="pt-8 text-2xl font-bold sm:pt-12 sm:text-3xl">{t("title")}</h1>
      <p className="mt-3 mb-7 leading-relaxed text-soft">{t("lead")}</p>
      {because && !outcome && (
        <div className="mb-6">
          <Notice look="notice">{t(`because.${because}`)}</Notice>
        </div>
      )}
      <form action="/orders/find/look-up" method="post" noValidate className="grid gap-5">
        {outcome && outcome.is !== "faulty" && (
          <div role="alert">
            <Notice look="danger">
              {outcome.is === "wait" ? t("wait", { minutes: outcome.minutes }) : t("notFound")}
            </Notice>
          </div>
        )}
        <Field
          name="number"
          label={t("number")}
          defaultValue={search?.number ?? number}
          fault={faulty.includes("number") ? t("numberWrong") : undefined}
          // Focuses the first field to correct.
          autoFocus={faulty[0] === "number"}
          autoComplete="off"
          autoCapitalize="characters"
          spellCheck={false}
          required
        />
        <Field
          name="contact"
          label={t("contact")}
          defaultValue={search?.contact}
          fault={faulty.includes("contact") ? t("contactWrong") : undefined}
          autoFocus={faulty[0] === "contact" || (number !== undefined && !outcome)}
          autoComplete="email"
          autoCapitalize="none"
          spellCheck={false}
          required
        />
        <button type="submit" className="action action-main mt-1 min-h-14 text-lg">
          {t("find")}
        </button>
      </form>
      <p className="mt-6 text-sm leading-relaxed text-soft">{t("help")}</p>
    </div>
  );
}
