/** A parsed form: strings, and groups for nested brackets. */
export type Form = { [name: string]: string | Form };

const namePartsMax = 10;

/** Parses `a[b][0][c]=d`; null if the brackets are malformed. */
export function readForm(text: string): Form | null {
  const form: Form = Object.create(null);
  for (const [name, value] of new URLSearchParams(text)) {
    const parts = partsOf(name);
    if (!parts || !put(form, parts, value)) return null;
  }
  return form;
}

function partsOf(name: string): string[] | null {
  const match = /^([^[\]]+)((?:\[[^[\]]*\])*)$/.exec(name);
  if (!match) return null;
  const [, first = "", rest = ""] = match;
  const parts = [first, ...[...rest.matchAll(/\[([^[\]]*)\]/g)].map(([, part = ""]) => part)];
  return parts.length <= namePartsMax ? parts : null;
}

function put(form: Form, [part = "", ...rest]: string[], value: string): boolean {
  const name = part === "" ? String(Object.keys(form).length) : part;
  const [next] = rest;
  if (next === undefined) {
    if (typeof form[name] === "object") return false;
    form[name] = value;
    return true;
  }
  const group = form[name] ?? Object.create(null);
  if (typeof group === "string") return false;
  form[name] = group;
  return put(group, rest, value);
}

/** Formats a path as a form field name, such as `line_items[0][quantity]`. */
export function nameOf(path: readonly PropertyKey[]): string {
  const [first = "", ...rest] = path.map(String);
  return first + rest.map((part) => `[${part}]`).join("");
}
