import { z } from "zod";
import { env } from "../../settings/env";
import type { Unknown } from "../gateway";
import { lineTo } from "../line";
import { isRefused } from "../rejected";
import { aboutOf } from "./codes";
import { TossError } from "./wire";

/** Reads a page of one of Toss's lists. If the keys are missing or lack permission, the answer is `setup`. */
export async function readList<Row extends z.ZodType>(
  authorization: string | undefined,
  path: string,
  row: Row,
): Promise<{ rows: z.output<Row>[] } | Unknown> {
  if (!authorization) return { is: "unknown", why: "setup", code: null };
  const answer = await lineTo("toss", "list").send(env().toss.apiUrl, {
    method: "GET",
    path,
    headers: { authorization },
  });
  if (answer.is === "silent") return { is: "unknown", why: answer.why, code: null };
  if (answer.status !== 200) {
    const code = TossError.safeParse(answer.json).data?.code ?? null;
    const isSetup = isRefused(answer.status) || aboutOf(answer.status, code) === "keys";
    return { is: "unknown", why: isSetup ? "setup" : "error", code: code ?? String(answer.status) };
  }
  const rows = z.array(row).safeParse(answer.json);
  return rows.success ? { rows: rows.data } : { is: "unknown", why: "malformed", code: null };
}
