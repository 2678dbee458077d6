import { useMessages, useTranslations } from "next-intl";

/** Names of staff and API keys, by the actor that refunds, the story and the audit log store. */
export type Names = ReadonlyMap<string, string>;

/** Who did something and what, in words; without words it returns the code, so that new actions are not hidden. */
export function useActWords(names: Names) {
  const t = useTranslations("deskActs");
  const { actors, actions } = useMessages().deskActs;

  const nameOf = (actor: string): string => {
    const [kind = ""] = actor.split(":");
    return names.get(actor) ?? (Object.hasOwn(actors, kind) ? t(`actors.${kind as "key"}`) : actor);
  };
  const did = (action: string): string => {
    if (Object.hasOwn(actions, action)) return t(`actions.${action as "key_made"}`);
    // An action that failed is logged a second time.
    const whole = action.replace(/_failed$/, "");
    return whole === action ? action.replaceAll("_", " ") : t("brokeOff", { action: did(whole) });
  };
  return { nameOf, did };
}
