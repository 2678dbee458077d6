import { useState } from "react";
import { flushSync } from "react-dom";
import type { Currency } from "@/lib/money";
import { type Draft, type FieldName, keepDraft, readDraft } from "./draft";
import { fieldsOf } from "./fields";
import { type Faults, faultsOf } from "./validate";

/** What is typed, stored at every keystroke, and its faults once the shopper has tried to pay. */
export function useDraft(currency: Currency) {
  const [draft, setDraft] = useState(readDraft);
  const [faults, setFaults] = useState<Faults>({});

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
