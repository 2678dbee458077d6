import { z } from "zod";
import type { ProblemCode } from "../../problem";
import { operation } from "../operation";
import type { Ability } from "../roles";

/** An ID assigned by the shop. */
export const Id = z.string().regex(/^[\w:-]{1,100}$/, "Must be an ID such as rf_3f0k…");

/** Who may call it: anybody, any signed-in operator, or operators whose role has the ability. */
export type DeskAbility = "anybody" | "signed_in" | Ability;

/**
 * An operation for staff over HTTP, authorized by the session cookie and sent from a page of the desk. All are POST;
 * pages show what staff read.
 */
export const deskOperation = <
  Input extends z.ZodType,
  Reply extends z.ZodType,
  Path extends `/admin/api/${string}`,
>(it: {
  path: Path;
  summary: string;
  ability: DeskAbility;
  input: Input;
  reply: Reply;
  /** Whether it responds 202 with the same body while the gateway's answer is not known. */
  mayBeUnknown?: true;
  /** How large the JSON body may be, in bytes; 64 KiB by default. */
  maxBytes?: number;
  problems: readonly ProblemCode[];
}) => ({ ...operation({ ...it, method: "POST", caller: "staff", status: 200 }), ability: it.ability });
