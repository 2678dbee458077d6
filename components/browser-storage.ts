/** For a browser that keeps nothing: the page still works until it is left. */
const memory = new Map<string, string>();

export function readStored(place: string): string | null {
  try {
    return localStorage.getItem(place);
  } catch {
    return memory.get(place) ?? null;
  }
}

export function store(place: string, text: string | null) {
  try {
    if (text === null) localStorage.removeItem(place);
    else localStorage.setItem(place, text);
  } catch {
    if (text === null) memory.delete(place);
    else memory.set(place, text);
  }
}
