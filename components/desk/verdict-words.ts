import { useTranslations } from "next-intl";

/** The verdict on a webhook, in words if there are some. */
export function useVerdictWords() {
  const t = useTranslations("deskLists.inbox.notes");
  return (note: string) => (t.has(note as "looked") ? t(note as "looked") : note.replaceAll("_", " "));
}
