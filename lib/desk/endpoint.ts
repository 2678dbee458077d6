import type { z } from "zod";
import { now } from "../clock";
import type { DeskAbility } from "../contracts/desk/operation";
import type { Operation } from "../contracts/operation";
import { callerOf } from "../http/caller";
import { assertOwnPage, guarded, type Incoming, type Reply } from "../http/http";
import type { KeyedRequest } from "../http/idempotency";
import type { Moment } from "./staff/account";
import { actorOf, assertMay, type Staff } from "./staff/permissions";
import { requireSession, requireStaff } from "./staff/session";
import { signedToday } from "./staff/signed-today";

type Desk<Input extends z.ZodType, Body extends z.ZodType> = Operation<Input, Body> & {
  ability: DeskAbility;
};

/** What a desk verb receives: who acts, from which address, and the key of the form they submitted. */
export type ByStaff<Input> = Omit<Incoming<Input>, "caller" | "keyed"> & {
  staff: Staff;
  address: string;
  keyed: KeyedRequest | undefined;
};

/**
 * The handlers of one desk operation. Nothing of a request is read before we know that it comes from one of the shop's
 * own pages and from somebody with the permission; the verb checks the permission again.
 */
export const deskEndpoint = <Input extends z.ZodType, Body extends z.ZodType>(
  operation: Desk<Input, Body>,
  run: (incoming: ByStaff<z.output<Input>>) => Promise<Reply<z.input<Body>>>,
) =>
  guarded(
    operation,
    async (headers) => {
      assertOwnPage(headers);
      const staff = await requireStaff(headers);
      const { ability } = operation;
      if (ability !== "anybody" && ability !== "signed_in") assertMay(staff, ability);
      return staff;
    },
    ({ caller: staff, keyed, ...incoming }) =>
      run({ ...incoming, staff, address: callerOf(incoming.headers), keyed: keyed(actorOf(staff)) }),
  );

/** The handlers of an operation that needs no sign-in: open to anybody, but only from the shop's own pages. */
export const publicDeskEndpoint = <Input extends z.ZodType, Body extends z.ZodType>(
  operation: Desk<Input, Body>,
  run: (incoming: Incoming<z.output<Input>, void>) => Promise<Reply<z.input<Body>>>,
) =>
  guarded(
    operation,
    async (headers) => assertOwnPage(headers),
    async (incoming) => run({ ...incoming, headers: await signedToday(incoming.headers) }),
  );

/**
 * The handlers for what staff do with their own account. They also work while staff must still choose a password; the
 * verb reads the session itself.
 */
export const accountEndpoint = <Input extends z.ZodType, Body extends z.ZodType>(
  operation: Desk<Input, Body>,
  run: (incoming: Moment & { input: z.output<Input> }) => Promise<Reply<z.input<Body>>>,
) =>
  guarded(
    operation,
    async (headers) => {
      assertOwnPage(headers);
      await requireSession(headers);
    },
    async ({ input, headers }) =>
      run({ input, headers: await signedToday(headers), address: callerOf(headers), now: now() }),
  );
