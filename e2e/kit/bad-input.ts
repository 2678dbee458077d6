import { z } from "zod";

/** The part of a value's JSON Schema that cases are generated from. */
type Shape = {
  type?: string;
  const?: unknown;
  enum?: unknown[];
  properties?: Record<string, Shape>;
  required?: string[];
  items?: Shape;
  minItems?: number;
  maxItems?: number;
  anyOf?: Shape[];
};

type Path = (string | number)[];

export type BadInput = {
  what: string;
  /** The whole body as it is sent: it may contain JSON that `JSON.stringify` never produces, such as 1e309. */
  text: string;
  /** The field the refusal must name: this one, or one inside it. */
  field: string;
};

/** Every way one value of a valid body can be wrong, generated from the contract. */
export function badInputs(input: z.ZodType, good: object): BadInput[] {
  const shape = z.toJSONSchema(input, { io: "input" }) as Shape;
  return casesOf(variantFor(shape, good), good, [], good);
}

/** The variant of the contract's body that `good` is an example of. */
const variantFor = (shape: Shape, good: object): Shape =>
  shape.anyOf?.find((one) => Object.keys(good).every((name) => one.properties?.[name])) ?? shape;

function casesOf(shape: Shape, value: unknown, path: Path, good: object): BadInput[] {
  const field = path.join(".");
  const wrong = wrongFor(shape, value).map(([what, json]) => ({
    what: `${field || "the body"} is ${what}`,
    text: withValueAt(good, path, json),
    field,
  }));
  return [...wrong, ...fieldsOf(shape, value, path, good), ...itemsOf(shape, value, path, good)];
}

function fieldsOf(shape: Shape, value: unknown, path: Path, good: object): BadInput[] {
  if (!shape.properties || !isRecord(value)) return [];
  const missing = (shape.required ?? []).map((name) => {
    const { [name]: _, ...rest } = value;
    const field = [...path, name].join(".");
    return { what: `${field} is missing`, text: withValueAt(good, path, JSON.stringify(rest)), field };
  });
  const surprising = ["surprise", "constructor", "__proto__"].map((name) => {
    const rest = JSON.stringify(value).slice(1);
    const json = `{"${name}":{"admin":true}${rest === "}" ? "" : ","}${rest}`;
    const field = [...path, name].join(".");
    return { what: `there is a field ${field}`, text: withValueAt(good, path, json), field };
  });
  const inside = Object.entries(shape.properties).flatMap(([name, inner]) =>
    casesOf(inner, value[name], [...path, name], good),
  );
  return [...missing, ...surprising, ...inside];
}

function itemsOf({ items }: Shape, value: unknown, path: Path, good: object): BadInput[] {
  return items && Array.isArray(value) ? casesOf(items, value[0], [...path, 0], good) : [];
}

const nested = "[".repeat(2_000) + "]".repeat(2_000);
const deep: Wrong = ["2,000 brackets deep", nested];

/** What is wrong, and the JSON for it. */
type Wrong = [what: string, json: string];

function wrongFor(shape: Shape, value: unknown): Wrong[] {
  const kinds: Wrong[] = [
    ["null", "null"],
    ["true", "true"],
    ["a number", "7"],
    ["a text", '"x"'],
    ["a list", "[]"],
    ["an object", "{}"],
  ];
  const other = (own: string[]) => kinds.filter(([what]) => !own.includes(what));
  switch (shape.type ?? shape.anyOf?.[0]?.type) {
    case "object":
      return [...other(["an object"]), deep];
    case "array":
      return [...other(shape.minItems ? [] : ["a list"]), deep, ...tooMany(shape, value)];
    case "integer":
    case "number":
      return [...other(["a number"]), deep, ...wrongNumbers];
    case "boolean":
      return [...other(["true"]), deep];
    case "string":
      return [...other(["a text"]), deep, ...wrongTexts(shape, String(value))];
    default:
      throw new Error(`e2e/kit/bad-input.ts has no invalid values for ${JSON.stringify(shape)}.`);
  }
}

const tooMany = ({ maxItems }: Shape, value: unknown): Wrong[] =>
  maxItems && Array.isArray(value)
    ? [["too long a list", JSON.stringify(Array.from({ length: maxItems + 1 }, () => value[0]))]]
    : [];

const wrongNumbers: Wrong[] = [
  ["negative", "-1"],
  ["zero", "0"],
  ["a fraction", "1.5"],
  ["beyond all numbers", "1e309"],
  ["beyond exact numbers", "9007199254740993"],
  ["a number in quotes", '"7"'],
];

function wrongTexts(shape: Shape, good: string): Wrong[] {
  const mayBeEmpty = shape.anyOf?.some((one) => one.const === "");
  const texts: [string, string][] = [
    ["only spaces", "   "],
    ["5,000 characters long", "x".repeat(5_000)],
    ["a text with a NUL", `${good}\0`],
    ["a text with a bell", `${good}\u0007`],
    ["half a surrogate pair", `${good}\ud800`],
    ...(mayBeEmpty ? [] : ([["empty", ""]] as [string, string][])),
    ...(shape.enum ? ([["not one of the allowed values", `${good}x`]] as [string, string][]) : []),
  ];
  return texts.map(([what, text]) => [what, JSON.stringify(text)]);
}

const hole = "\u2420";

/** The valid body as JSON, with `json` in place of the value at `path`. */
const withValueAt = (good: object, path: Path, json: string) =>
  JSON.stringify(withHole(good, path)).replace(`"${hole}"`, () => json);

function withHole(value: unknown, [step, ...rest]: Path): unknown {
  if (step === undefined) return hole;
  if (Array.isArray(value)) return value.map((item, index) => (index === step ? withHole(item, rest) : item));
  if (!isRecord(value)) throw new Error(`The valid body has no ${step}.`);
  return { ...value, [step]: withHole(value[step], rest) };
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);
