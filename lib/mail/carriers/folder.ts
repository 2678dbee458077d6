import { access, constants, rename, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { createTransport } from "nodemailer";
import { makeFolder } from "../../make-folder";
import { type Carrier, NotTaken } from "./carrier";

/** Stores letters as files that any mail program opens, for a shop without a mail server. */
export function toFolder(folder: string): Carrier {
  const transport = createTransport({ streamTransport: true, buffer: true });
  return {
    async carry(message, id) {
      const { message: raw } = await transport.sendMail(message);
      await write(folder, `${id}.eml`, raw).catch(notTaken);
    },
    async verify() {
      try {
        makeFolder(folder);
        await access(folder, constants.W_OK);
      } catch (error) {
        notTaken(error as NodeJS.ErrnoException);
      }
    },
  };
}

const notTaken = ({ code }: NodeJS.ErrnoException) => {
  throw new NotTaken(`folder ${code}`);
};

/**
 * Letters contain personal data, so no other account on this machine may read them. The rename makes sure that no file
 * is ever incomplete.
 */
async function write(folder: string, name: string, raw: Parameters<typeof writeFile>[1]) {
  makeFolder(folder);
  const path = join(folder, name);
  await writeFile(`${path}.part`, raw, { mode: 0o600 });
  await rename(`${path}.part`, path);
}
