import { z } from "zod";
import type { ProblemCode } from "../../problem";
import { operation } from "../operation";
import type { Ability } from "../roles";

/** The id of something of the shop's own. */
export const Id = z.string().regex(/^[\w:-]{1,100}$/, "Must be an ID such as rf_3f0k…");

/** Who may: anybody who stands at the door, whoever is signed in, or whose role has an ability. */
export type DeskAbility = "anybody" | "signed_in" | Ability;

/**
 * One thing that staff may do over HTTP, with the cookie of their session and from a page of the desk's. All are POST:
 * what staff read, pages show.
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
  /** True when it answers 202 with the same reply while the gateway's answer is not known. */
  mayBeUnknown?: true;
  problems: readonly ProblemCode[];
}) => ({ ...operation({ ...it, method: "POST", caller: "staff", status: 200 }), ability: it.ability });
