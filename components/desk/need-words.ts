import { useTranslations } from "next-intl";

/** Why a person is needed, in words where there are some; what follows a colon is the gateway's own code. */
export function useNeedWords() {
  const t = useTranslations("deskOrder.needs");
  return (need: string) => {
    const [code = "", ...more] = need.split(":");
    const key = code as "mismatch";
    return [t.has(key) ? t(key) : need.replaceAll("_", " "), more.length > 0 && `(${more.join(": ")})`]
      .filter(Boolean)
      .join(" ");
  };
}
