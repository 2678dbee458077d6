"use client";

import { useTranslations } from "next-intl";
import { useFormContext } from "react-hook-form";
import { Field } from "@/components/ui/field";
import { accentFits, darkShades, lightShades, nearestAccent } from "@/lib/contracts/accent";
import type { Typed } from "./typed";

const isColor = (text: string) => /^#[0-9a-f]{6}$/i.test(text.trim());

/** The shop's accent color, with a sample of it on light and dark pages. A color that nobody can read is refused. */
export function AccentField() {
  const t = useTranslations("deskShop.look");
  const { register, watch, setValue, formState } = useFormContext<Typed>();
  const typed = watch("accent").trim().toLowerCase();
  const better = isColor(typed) && !accentFits(typed) ? nearestAccent(typed) : undefined;
  return (
    <div className="mt-4 grid gap-4 sm:grid-cols-2">
      <div>
        <Field
          {...register("accent", {
            validate: (text) =>
              text.trim() === "" || (isColor(text) && accentFits(text.trim().toLowerCase())),
          })}
          label={t("accent")}
          placeholder="#0b5f4b"
          autoComplete="off"
          spellCheck={false}
          fault={better ? t("pale") : formState.errors.accent && t("wrong")}
        />
        {better && (
          <button
            type="button"
            className="min-h-11 text-sm font-medium underline underline-offset-4"
            onClick={() => setValue("accent", better, { shouldValidate: true, shouldDirty: true })}
          >
            {t("darker", { color: better })}
          </button>
        )}
      </div>
      {isColor(typed) && !better && <Samples accent={typed} />}
    </div>
  );
}

function Samples({ accent }: { accent: string }) {
  const t = useTranslations("deskShop.look");
  const looks = [
    { shades: lightShades(accent), ground: "#ffffff", name: t("light") },
    { shades: darkShades(accent), ground: "#17191d", name: t("dark") },
  ];
  return (
    <ul className="grid grid-cols-2 gap-3 self-end">
      {looks.map(({ shades, ground, name }) => (
        <li key={name} style={{ background: ground }} className="rounded-xl border border-line p-3">
          <span
            style={{ background: shades.accent, color: ground }}
            className="block rounded-lg px-3 py-2 text-center text-sm font-semibold"
          >
            {name}
          </span>
          <span
            style={{ background: shades.wash, color: shades.accent }}
            className="mt-2 block rounded-lg px-3 py-1 text-center text-sm font-medium"
          >
            {accent}
          </span>
        </li>
      ))}
    </ul>
  );
}
