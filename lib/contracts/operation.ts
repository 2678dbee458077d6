import type { z } from "zod";
import type { ProblemCode } from "../problem";
import type { ApiScope } from "./scopes";

/**
 * One HTTP operation, described once. The handler parses input with it, the client derives its types from it, and the
 * tests generate invalid input from it.
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
   * Who may call it: anybody, the shopper who owns the order, staff, or an API key with this scope. Other people's
   * orders are 404.
   */
  caller: "anybody" | "owner" | "staff" | ApiScope;
  /** An API key with this scope may also call it, for any order. */
  scope?: ApiScope;
  /** The JSON body of a POST, the query of a GET. */
  input: Input;
  reply: Reply;
  status: 200 | 201;
  /** How large the JSON body of a POST may be, in bytes; 64 KiB by default. */
  maxBytes?: number;
  /** Whether it responds 202 with the same body while the gateway's answer is not known. */
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

/** How callers prove that an order is theirs: with its access token, or with the cookie that lists their orders. */
export const orderTokenHeader = "Order-Token";
export const ordersCookie = "twotrack_orders";

/** Identifies a browser that repeats a request for an order. It contains nothing else, and grants no access. */
export const browserCookie = "twotrack_browser";
