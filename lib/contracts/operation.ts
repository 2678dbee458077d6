import type { z } from "zod";
import type { ProblemCode } from "../problem";
import type { ApiScope } from "./scopes";

/**
 * One HTTP operation, described once. The handler parses input with it, the client takes its types from it,
 * and the tests draw their bad input from it.
 */
export type Operation<
  Input extends z.ZodType = z.ZodType,
  Reply extends z.ZodType = z.ZodType,
  Method extends "GET" | "POST" = "GET" | "POST",
  Path extends `/${string}` = `/${string}`,
> = {
  method: Method;
  path: Path;
  summary: string;
  /**
   * Who may call it: anybody, the shopper who owns the order, staff, or an API key with this scope. Somebody
   * else's order is 404.
   */
  caller: "anybody" | "owner" | "staff" | ApiScope;
  /** An API key with this scope may call it as well, for any order. */
  scope?: ApiScope;
  /** The JSON body of a POST, the query of a GET. */
  input: Input;
  reply: Reply;
  status: 200 | 201;
  /** True when it answers 202 with the same reply while the gateway's answer is not known. */
  mayBeUnknown?: true;
  problems: readonly ProblemCode[];
};

export const operation = <
  Input extends z.ZodType,
  Reply extends z.ZodType,
  Method extends "GET" | "POST",
  Path extends `/${string}`,
>(
  it: Operation<Input, Reply, Method, Path>,
) => it;

/** How a caller proves whose order it is: with the order's access token, or with the cookie that lists its orders. */
export const orderTokenHeader = "Order-Token";
export const ordersCookie = "twotrack_orders";

/** By which a browser is known that asks for the same order again. It tells nothing else, and opens nothing. */
export const browserCookie = "twotrack_browser";
