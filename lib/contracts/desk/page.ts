import { z } from "zod";

/** Where a page of a list starts: next to this row, toward older or newer rows. */
export type Position = { go: "older" | "newer"; at: Date; id: string };

// Thirteen digits of milliseconds reach the year 2286; PostgreSQL rejects times far beyond the year 9999.
const shape = /^(older|newer)\.(\d{1,13})\.([\w-]{1,100})$/;

/** A position as encoded in a URL; only the list that wrote it interprets it. */
export const Cursor = z
  .string()
  .regex(shape, "Must be a cursor of this list")
  .transform((text): Position => {
    const [, go, at, id = ""] = shape.exec(text) ?? [];
    return { go: go === "newer" ? "newer" : "older", at: new Date(Number(at)), id };
  });

export const cursorOf = ({ go, at, id }: Position) => `${go}.${at.getTime()}.${id}`;

/** One page of a list, newest first, and the cursors of the adjacent pages; null if there is none. */
export type Page<Row> = { rows: Row[]; next: string | null; previous: string | null };

/** A form field that may be left empty. */
export const optional = <Schema extends z.ZodType>(schema: Schema) =>
  z.union([z.literal("").transform(() => undefined), schema]).optional();

/** A day in Seoul, such as 2026-11-21. Zod accepts years that PostgreSQL does not, such as 0. */
export const SeoulDay = z.iso
  .date()
  .refine((day) => /^[12]\d{3}/.test(day), "Must be in a year from 1000 to 2999");
