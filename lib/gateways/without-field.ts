/**
 * A webhook's body with a field emptied wherever it occurs, so that the rest can be stored. A body that contains the field and
 * is not JSON becomes "": what cannot be read cannot be cleaned.
 */
export function withoutField(body: string, field: string): string {
  if (!body.includes(field)) return body;
  try {
    return JSON.stringify(JSON.parse(body, (name, value) => (name === field ? null : value)));
  } catch {
    return "";
  }
}
