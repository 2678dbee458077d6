import { access, constants, mkdir, rename, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { createTransport } from "nodemailer";
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
      await mkdir(folder, { recursive: true, mode: 0o700 })
        .then(() => access(folder, constants.W_OK))
        .catch(notTaken);
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
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const path = join(folder, name);
  await writeFile(`${path}.part`, raw, { mode: 0o600 });
  await rename(`${path}.part`, path);
}
