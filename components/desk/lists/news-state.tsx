import { useTranslations } from "next-intl";
import { Mark, type MarkLook } from "../mark";
import { useVerdictWords } from "../verdict-words";

type State = "new" | "done" | "failed";
const looks: Record<State, MarkLook> = { new: "notice", done: "good", failed: "danger" };

/** A webhook's state, and the verdict on it. */
export function NewsState({ state, note }: { state: State; note: string | null }) {
  const t = useTranslations("deskLists.inbox");
  const verdictOf = useVerdictWords();
  return (
    <>
      <Mark look={looks[state]}>{t(`states.${state}`)}</Mark>
      {note && <span className="ml-2 text-sm text-soft">{verdictOf(note)}</span>}
    </>
  );
}
