import { z } from "zod";

export type Schema = z.core.JSONSchema.JSONSchema;
export type Schemas = Record<string, Schema>;

/** A contract as JSON Schema. Named types go to `schemas`, once. */
export function schemaOf(contract: z.ZodType, io: "input" | "output", schemas: Schemas): Schema {
  const drawn = z.toJSONSchema(contract, { io, override: ({ jsonSchema }) => tidy(jsonSchema, io) });
  const { $schema: _, $defs = {}, ...schema } = withRefsTo("schemas", drawn);
  for (const [name, { id: _, ...named }] of Object.entries($defs)) {
    schemas[name] ??= named;
    if (JSON.stringify(schemas[name]) !== JSON.stringify(named))
      throw new Error(`Two different schemas are named ${name}.`);
  }
  return schema;
}

const withRefsTo = (kind: string, schema: Schema): Schema =>
  JSON.parse(JSON.stringify(schema).replaceAll('"#/$defs/', `"#/components/${kind}/`));

/** Removes keywords that tell a reader nothing. Responses may gain fields, so output schemas stay open. */
function tidy(schema: Schema, io: "input" | "output") {
  if (schema.minimum === Number.MIN_SAFE_INTEGER) delete schema.minimum;
  if (schema.maximum === Number.MAX_SAFE_INTEGER) delete schema.maximum;
  if (schema.format === "date-time") delete schema.pattern;
  if (io === "output" && schema.additionalProperties === false) delete schema.additionalProperties;
}
