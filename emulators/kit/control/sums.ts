import { type Context, Hono } from "hono";
import { z } from "zod";
import type { Bindings } from "../http";
import { type Movement, sumsByDay } from "../sums";

/** The gateway's own sums by day, however wrongly it reports what happened. The first kind of date is the default. */
export function sumRoutes<DateType extends string>(
  dateTypes: readonly [DateType, ...DateType[]],
  movements: (dateType: DateType, c: Context<Bindings>) => readonly Movement[],
): Hono<Bindings> {
  const routes = new Hono<Bindings>();
  const Query = z.object({
    dateType: z.enum(dateTypes).optional(),
    startDate: z.iso.date().default("0000-01-01"),
    endDate: z.iso.date().default("9999-12-31"),
  });
  routes.get("/", (c) => {
    const query = Query.safeParse(c.req.query());
    if (!query.success) return c.json({ error: z.prettifyError(query.error) }, 400);
    const { dateType = dateTypes[0], startDate, endDate } = query.data;
    const wanted = movements(dateType, c).filter(({ date }) => startDate <= date && date <= endDate);
    return c.json(sumsByDay(wanted));
  });
  return routes;
}
