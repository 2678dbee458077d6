import { z } from "zod";

/** Where a page of a list begins: beside this row, toward older rows or newer ones. */
export type Position = { go: "older" | "newer"; at: Date; id: string };

// Thirteen digits of milliseconds end in 2286; what is beyond year 9999 is no moment to PostgreSQL.
const shape = /^(older|newer)\.(\d{1,13})\.([\w-]{1,100})$/;

/** A position as it stands in an address; what it says is nobody's business but the list's that wrote it. */
export const Cursor = z
  .string()
  .regex(shape, "Must be a cursor of this list")
  .transform((text): Position => {
    const [, go, at, id = ""] = shape.exec(text) ?? [];
    return { go: go === "newer" ? "newer" : "older", at: new Date(Number(at)), id };
  });

export const cursorOf = ({ go, at, id }: Position) => `${go}.${at.getTime()}.${id}`;

/** One page of a list, newest first, and the cursors of the pages beside it; null where there is none. */
export type Page<Row> = { rows: Row[]; next: string | null; previous: string | null };

/** A field of a form that may be left empty. */
export const optional = <Schema extends z.ZodType>(schema: Schema) =>
  z.union([z.literal("").transform(() => undefined), schema]).optional();

/** A day in Seoul, such as 2026-11-21. Before the year 1 there are days to z, and none to PostgreSQL. */
export const SeoulDay = z.iso
  .date()
  .refine((day) => /^[12]\d{3}/.test(day), "Must be in a year from 1000 to 2999");
