type Path = (string | number)[];

/** The path to every value inside a JSON value, outer ones first. */
export const pathsOf = (value: unknown, to: Path = []): Path[] =>
  typeof value !== "object" || value === null
    ? []
    : Object.entries(value).flatMap(([name, inner]) => [[...to, name], ...pathsOf(inner, [...to, name])]);

/** A copy of the value with `other` at a path; undefined removes what is there. */
export function withAt(value: unknown, [name, ...rest]: Path, other: unknown): unknown {
  if (name === undefined) return other;
  const copy: Record<string, unknown> = { ...(value as object) };
  const inner = withAt(copy[name], rest, other);
  if (inner === undefined) delete copy[name];
  else copy[name] = inner;
  return Array.isArray(value) ? Object.values(copy) : copy;
}
