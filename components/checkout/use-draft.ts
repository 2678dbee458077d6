import { useState } from "react";
import { type Draft, type FieldName, fieldNames, keepDraft, readDraft } from "./draft";
import { type Faults, faultsOf } from "./validate";

/** What is typed, kept as it is typed, and what is wrong with it once somebody has tried to pay. */
export function useDraft() {
  const [draft, setDraft] = useState(readDraft);
  const [faults, setFaults] = useState<Faults>({});

  const change = (name: FieldName, value: string) => {
    const changed = { ...draft, [name]: value };
    setDraft(changed);
    keepDraft(changed);
    // A fault goes as soon as it is mended; none appears under the fingers of somebody still typing.
    if (faults[name] && !faultsOf(changed)[name]) setFaults({ ...faults, [name]: undefined });
  };

  /** Shows the faults and leads to the first of them. True when there are any. */
  const refuse = (found: Faults = faultsOf(draft)) => {
    setFaults(found);
    const first = fieldNames.find((name) => found[name]);
    if (first) document.getElementsByName(first)[0]?.focus();
    return first !== undefined;
  };

  return { draft, faults, change, refuse } satisfies { draft: Draft } & Record<string, unknown>;
}
