import { env } from "../../settings/env";
import type { Carrier } from "./carrier";
import { toFolder } from "./folder";
import { toServer } from "./smtp";

export { NotTaken } from "./carrier";

let made: Carrier | undefined;

/** This process's carrier: a mail server, with one pool of connections for all letters, or a folder. */
export function carrier(): Carrier {
  const { smtpUrl, requireTls, folder } = env().mail;
  made ??= smtpUrl ? toServer(smtpUrl, requireTls) : toFolder(folder);
  return made;
}
