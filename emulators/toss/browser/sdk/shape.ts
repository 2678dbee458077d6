/** Whether a value has the shape the SDK documents. */
export type Shape = (value: unknown) => boolean;

export type Properties = Record<string, unknown>;

/** Requires every required property and allows no unknown one; optional properties may also be null. */
export function object(required: Record<string, Shape>, optional: Record<string, Shape> = {}): Shape {
  return (value) =>
    isObject(value) &&
    Object.keys(required).every((name) => !isAbsent(value[name])) &&
    Object.entries(value).every(([name, property]) => {
      const shape = required[name] ?? optional[name];
      return shape !== undefined && (isAbsent(property) || shape(property));
    });
}

/** For values that are checked elsewhere, with an error code of their own. */
export const anything: Shape = () => true;

export const flag: Shape = (value) => typeof value === "boolean";

export const text =
  (lengthMax = 255): Shape =>
  (value) =>
    typeof value === "string" && value.length <= lengthMax;

export const matching =
  (pattern: RegExp): Shape =>
  (value) =>
    typeof value === "string" && pattern.test(value);

export const whole =
  (min = 0, max = Number.MAX_SAFE_INTEGER): Shape =>
  (value) =>
    typeof value === "number" && Number.isSafeInteger(value) && value >= min && value <= max;

export const oneOf =
  (...known: readonly unknown[]): Shape =>
  (value) =>
    known.includes(value);

export const listOf =
  (shape: Shape): Shape =>
  (value) =>
    Array.isArray(value) && value.every(shape);

export const both =
  (...shapes: Shape[]): Shape =>
  (value) =>
    shapes.every((shape) => shape(value));

/** At most one of these properties may be given. */
export const notTogether =
  (...names: string[]): Shape =>
  (value) =>
    isObject(value) && names.filter((name) => !isAbsent(value[name])).length <= 1;

export function isObject(value: unknown): value is Properties {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

export function isAbsent(value: unknown): value is null | undefined {
  return value === undefined || value === null;
}
