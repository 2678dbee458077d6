import { useLayoutEffect, useMemo, useState } from "react";
import { readStored, store } from "../browser-storage";
import { useHydrated } from "../ui/use-hydrated";

/**
 * A choice among radio buttons that the browser keeps; null if none was made. The server draws the page with none, and one
 * made before the page's script ran counts.
 *
 * @param place where it is stored
 * @param name the radio buttons' name
 */
export function useKeptChoice(place: string, name: string): [string | null, (chosen: string) => void] {
  const hydrated = useHydrated();
  const kept = useMemo(() => (hydrated ? readStored(place) : null), [hydrated, place]);
  const [chosen, setChosen] = useState<string | null>(null);
  const choose = (one: string) => {
    store(place, one);
    setChosen(one);
  };
  // biome-ignore lint/correctness/useExhaustiveDependencies: only for the buttons as the server drew them.
  useLayoutEffect(() => {
    const early = hydrated ? undefined : chosenEarly(name);
    if (early !== undefined) choose(early);
  }, []);
  return [chosen ?? kept, choose];
}

/** The button that is checked, unless the server drew it so. */
function chosenEarly(name: string): string | undefined {
  const checked = document.querySelector<HTMLInputElement>(`input[type=radio][name=${name}]:checked`);
  return checked && !checked.hasAttribute("checked") ? checked.value : undefined;
}
