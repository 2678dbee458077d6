import { env } from "../../settings/env";
import type { Carrier } from "./carrier";
import { toFolder } from "./folder";
import { toServer } from "./smtp";

export { NotTaken } from "./carrier";

let made: Carrier | undefined;

/** The carrier of this process, with one pool of connections for all letters: a mail server, or a folder. */
export function carrier(): Carrier {
  const { smtpUrl, requireTls, folder } = env().mail;
  made ??= smtpUrl ? toServer(smtpUrl, requireTls) : toFolder(folder);
  return made;
}
