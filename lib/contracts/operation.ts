import type { z } from "zod";
import type { ProblemCode } from "../problem";

/**
 * One HTTP operation, described once. The handler parses with it, the typed client is typed by it,
 * and the tests draw their bad input from it.
 */
export type Operation<Input extends z.ZodType = z.ZodType, Reply extends z.ZodType = z.ZodType> = {
  method: "GET" | "POST";
  path: `/${string}`;
  summary: string;
  /** The JSON body of a POST, the query of a GET. */
  input: Input;
  reply: Reply;
  /** The status of a success; a verb may answer 202 instead when the gateway has not answered. */
  status: 200 | 201;
  problems: readonly ProblemCode[];
};

export const operation = <Input extends z.ZodType, Reply extends z.ZodType>(it: Operation<Input, Reply>) =>
  it;
