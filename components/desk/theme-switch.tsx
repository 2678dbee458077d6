"use client";

import { useTranslations } from "next-intl";
import { useState } from "react";
import { keepChoice, type Theme, themeCookie, themeIn, themes } from "./choices";

/** Chooses between light, dark and the system's choice, in this browser. */
export function ThemeSwitch({ theme }: { theme: Theme }) {
  const t = useTranslations("desk.theme");
  const [chosen, setChosen] = useState(theme);
  const choose = (next: Theme) => {
    setChosen(next);
    keepChoice(themeCookie, next);
  };
  return (
    <label data-theme={chosen} className="flex items-center">
      <span className="sr-only">{t("label")}</span>
      <select
        className="h-11 rounded-lg bg-transparent px-1 font-medium hover:bg-ground"
        value={chosen}
        onChange={({ target }) => choose(themeIn(target.value))}
      >
        {themes.map((name) => (
          <option key={name} value={name}>
            {t(name)}
          </option>
        ))}
      </select>
    </label>
  );
}
