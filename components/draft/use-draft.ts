import { useState } from "react";
import { flushSync } from "react-dom";
import type { Currency } from "@/lib/money";
import { type FieldName, keepDraft, readDraft } from "./draft";
import { fieldsOf } from "./fields";
import { type Faults, faultsOf } from "./validate";

/** What is typed, kept as it is typed, and what is wrong with it once somebody has tried to pay. */
export function useDraft(currency: Currency) {
  const [draft, setDraft] = useState(readDraft);
  const [faults, setFaults] = useState<Faults>({});

  const change = (name: FieldName, value: string) => {
    const changed = { ...draft, [name]: value };
    setDraft(changed);
    keepDraft(changed);
    // A fault goes as soon as it is mended; none appears under the fingers of somebody still typing.
    if (faults[name] && !faultsOf(changed, currency)[name]) setFaults({ ...faults, [name]: undefined });
  };

  /** What somebody has typed and left behind is looked at; what is still empty may be filled in later. */
  const leave = (name: FieldName) => {
    const fault = faultsOf(draft, currency)[name];
    if (fault && draft[name].trim() !== "") setFaults({ ...faults, [name]: fault });
  };

  /** Shows the faults and leads to the first of them. True when there are any. */
  const refuse = (found: Faults = faultsOf(draft, currency)) => {
    // Shown before the focus moves there, so that what is wrong is read out with the field.
    flushSync(() => setFaults(found));
    const first = fieldsOf(currency, draft).find((name) => found[name]);
    if (first) document.getElementsByName(first)[0]?.focus();
    return first !== undefined;
  };

  return { draft, faults, change, leave, refuse };
}
