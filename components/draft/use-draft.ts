import { useLayoutEffect, useState } from "react";
import { flushSync } from "react-dom";
import type { Currency } from "@/lib/money";
import { useHydrated } from "../ui/use-hydrated";
import { type Draft, emptyDraft, type FieldName, keepDraft, readDraft } from "./draft";
import { fieldsOf } from "./fields";
import { sheetId, typedIn } from "./typed";
import { type Faults, faultsOf } from "./validate";

/**
 * What is typed, stored at every keystroke, and its faults once the shopper has tried to pay. On a slow connection the
 * fields are there before the script: what was typed into them meanwhile wins over what the browser has kept.
 */
export function useDraft(currency: Currency) {
  const isDrawnHere = useHydrated();
  const [draft, setDraft] = useState(() => (isDrawnHere ? draftSoFar() : emptyDraft));
  const [faults, setFaults] = useState<Faults>({});

  // Before the browser paints, and before anything more can be typed.
  // biome-ignore lint/correctness/useExhaustiveDependencies: only for the fields as the server drew them.
  useLayoutEffect(() => {
    if (!isDrawnHere) setDraft(draftSoFar());
  }, []);

  const change = (values: Partial<Draft>) => {
    const changed = { ...draft, ...values };
    setDraft(changed);
    keepDraft(changed);
    // A fault disappears as soon as it is corrected; none appears while the shopper is still typing.
    const found = faultsOf(changed, currency);
    const changedNames = Object.keys(values) as FieldName[];
    const corrected = changedNames.filter((name) => faults[name] && !found[name]);
    if (corrected.length > 0)
      setFaults({ ...faults, ...Object.fromEntries(corrected.map((name) => [name, undefined])) });
  };

  /** Validates a field that was left with text in it; an empty one may be filled in later. */
  const leave = (name: FieldName) => {
    const fault = faultsOf(draft, currency)[name];
    if (fault && draft[name].trim() !== "") setFaults({ ...faults, [name]: fault });
  };

  /** Shows the faults and focuses the first one. True if there are any. */
  const refuse = (found: Faults = faultsOf(draft, currency)) => {
    // Rendered before the focus moves there, so that screen readers read the fault with the field.
    flushSync(() => setFaults(found));
    const first = fieldsOf(currency, draft).find((name) => found[name]);
    if (first) document.getElementsByName(first)[0]?.focus();
    return first !== undefined;
  };

  return { draft, faults, change, leave, refuse };
}

/** What the browser has kept, and what was typed into the fields as the server drew them. */
function draftSoFar(): Draft {
  const typed = typedIn(document.getElementById(sheetId));
  const draft = { ...readDraft(), ...typed };
  if (Object.keys(typed).length > 0) keepDraft(draft);
  return draft;
}
