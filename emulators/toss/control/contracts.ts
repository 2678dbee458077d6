import { Hono } from "hono";
import { z } from "zod";
import { notFound, withBody } from "../../kit/control/body";
import type { Bindings } from "../../kit/http";
import { acquisitions, cycles, usualContract } from "../contract";
import { keyPairs, pairByMerchant } from "../keys";
import { businessDaysMax } from "../rules";
import type { Toss } from "../toss";
import { contractOf, setContract } from "../verbs/contract";

/** What is not given is as in the usual contract. */
const Terms = z.strictObject({
  cycle: z.enum(cycles).default(usualContract.cycle),
  businessDays: z.number().int().min(1).max(businessDaysMax).default(usualContract.businessDays),
  acquisition: z.enum(acquisitions).default(usualContract.acquisition),
});

/** What each merchant agreed with the gateway about its pay-outs. */
export function contractRoutes(toss: Toss): Hono<Bindings> {
  const routes = new Hono<Bindings>();
  routes.get("/", (c) => c.json(keyPairs.map(({ mId }) => ({ mId, ...contractOf(toss, mId) }))));
  routes.put("/:mId", (c) =>
    withBody(c, Terms, (terms) => {
      const mId = c.req.param("mId");
      if (!pairByMerchant(mId)) return notFound(c);
      setContract(toss, mId, terms);
      return c.json({ mId, ...terms });
    }),
  );
  return routes;
}
