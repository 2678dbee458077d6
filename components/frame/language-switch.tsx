import { useLocale } from "next-intl";
import { Switch } from "./switch";

export function LanguageSwitch() {
  const other = useLocale() === "ko" ? "en" : "ko";
  return (
    <Switch action={`/locale?to=${other}`} lang={other}>
      {other === "ko" ? "한국어" : "English"}
    </Switch>
  );
}
