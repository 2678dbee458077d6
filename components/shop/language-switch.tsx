import { useLocale } from "next-intl";

/** A plain form, so that it works before and without any script. */
export function LanguageSwitch() {
  const other = useLocale() === "ko" ? "en" : "ko";
  return (
    <form action={`/locale?to=${other}`} method="post">
      <button
        type="submit"
        lang={other}
        className="min-h-11 rounded-lg px-2.5 text-[0.9375rem] font-medium text-soft hover:text-ink"
      >
        {other === "ko" ? "한국어" : "English"}
      </button>
    </form>
  );
}
