import { z } from "zod";
import { misread, type Refusal } from "../errors";
import { isCurrency } from "../money/currencies";
import { type Form, nameOf } from "./form";

export const filled = z
  .string()
  .refine((value) => value !== "", { params: { code: "parameter_invalid_empty" } });
/** An empty string unsets the value. */
export const unsettable = z.string().transform((value) => (value === "" ? null : value));

export const integer = z
  .string()
  .refine((value) => /^-?\d{1,15}$/.test(value), {
    params: { code: "parameter_invalid_integer", says: "Invalid integer" },
  })
  .transform(Number);
export const positive = integer.refine((value) => value > 0, {
  params: { code: "parameter_invalid_integer", exactly: "This value must be greater than or equal to 1." },
});
export const boolean = z
  .string()
  .refine((value) => value === "true" || value === "false", { params: { says: "Invalid boolean" } })
  .transform((value) => value === "true");
export const url = z
  .string()
  .refine((value) => URL.canParse(value.replaceAll(/[{}]/g, "")) && /^https?:/.test(value), {
    params: { code: "url_invalid", exactly: "Not a valid URL" },
  });
export const email = z.string().refine((value) => /^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(value), {
  params: { code: "email_invalid", says: "Invalid email address" },
});
export const currency = z
  .string()
  .transform((value) => value.toLowerCase())
  .refine(isCurrency, { params: { says: "Invalid currency" } });

export const metadata = z
  .record(z.string().max(40), z.string().max(500))
  .refine((record) => Object.keys(record).length <= 50, {
    params: { exactly: "Metadata has at most 50 keys." },
  });

export function list<Item extends z.ZodType>(item: Item) {
  return z.preprocess((value) => (isGroup(value) ? inOrder(value) : value), z.array(item));
}

/** For calls without parameters. */
export const nothing = z.strictObject({});

export const address = z.strictObject({
  city: unsettable.default(null),
  country: unsettable.default(null),
  line1: unsettable.default(null),
  line2: unsettable.default(null),
  postal_code: unsettable.default(null),
  state: unsettable.default(null),
});

export const shipping = z.strictObject({
  name: filled,
  address,
  phone: unsettable.default(null),
  carrier: unsettable.default(null),
  tracking_number: unsettable.default(null),
});

/** The parsed parameters of a call, or the gateway's error for them. */
export function read<Schema extends z.ZodType>(
  schema: Schema,
  form: Form,
  elsewhere: readonly string[] = [],
): z.output<Schema> | Refusal {
  const parsed = schema.safeParse(form);
  return parsed.success ? parsed.data : refusalOf(parsed.error, form, elsewhere);
}

function refusalOf(error: z.ZodError, form: Form, elsewhere: readonly string[]): Refusal {
  const unknown = error.issues.flatMap((issue) =>
    issue.code === "unrecognized_keys" ? issue.keys.map((key) => nameOf([...issue.path, key])) : [],
  );
  const [first] = unknown;
  if (first !== undefined) return unknownParameters(first, unknown, elsewhere);
  const [issue] = error.issues;
  const param = nameOf(issue?.path ?? []);
  const value = valueAt(form, issue?.path ?? []);
  if (value === undefined)
    return misread(`Missing required param: ${param}.`, { code: "parameter_missing", param });
  if (value === "") {
    return misread(
      `You passed an empty string for '${param}'. We assume empty values are an attempt to unset a field; however '${param}' cannot be unset. You should remove '${param}' from your request or supply a non-empty value.`,
      { code: "parameter_invalid_empty", param },
    );
  }
  if (issue?.code === "invalid_value") {
    const values = issue.values.map(String);
    return misread(`Invalid ${param}: must be one of ${oneOf(values)}`, { param });
  }
  if (issue?.code === "custom") {
    const { code, says, exactly } = z
      .object({ code: z.string().optional(), says: z.string().optional(), exactly: z.string().optional() })
      .parse(issue.params ?? {});
    const message = exactly ?? `${says ?? "Invalid value"}: ${String(value)}`;
    return misread(message, { ...(code !== undefined && { code }), param });
  }
  return misread(typeof value === "string" ? `Invalid value: ${value}` : `Invalid ${param}`, { param });
}

function unknownParameters(first: string, names: string[], elsewhere: readonly string[]): Refusal {
  const [real] = names.filter((name) => elsewhere.includes(name));
  if (real)
    return misread(`The emulator does not know the parameter \`${real}\`, which Stripe has.`, {
      param: real,
    });
  if (names.includes("payment_method_types")) {
    return misread(
      "The `payment_method_types` parameter is no longer supported. Use `allowed_payment_method_types` or `excluded_payment_method_types`, or pass neither for the payment methods of your Dashboard.",
      { code: "payment_method_types_no_longer_supported", param: "payment_method_types" },
    );
  }
  const message =
    names.length === 1
      ? `Received unknown parameter: ${first}`
      : `Received unknown parameters: ${names.join(", ")}`;
  return misread(message, { code: "parameter_unknown", param: first });
}

function oneOf(values: string[]): string {
  const last = values.at(-1) ?? "";
  return values.length < 2 ? last : `${values.slice(0, -1).join(", ")}, or ${last}`;
}

function valueAt(form: Form, path: readonly PropertyKey[]): string | Form | undefined {
  let value: string | Form | undefined = form;
  for (const part of path) value = isGroup(value) ? value[String(part)] : undefined;
  return value;
}

function isGroup(value: unknown): value is Form {
  return typeof value === "object" && value !== null;
}

function inOrder(group: Form): unknown {
  const names = Object.keys(group);
  if (!names.every((name) => /^\d+$/.test(name))) return group;
  return names.sort((a, b) => Number(a) - Number(b)).map((name) => group[name]);
}
