import { verifyMail } from "../../mail/trouble";
import { env } from "../../settings/env";
import { type Check, fail, pass, warn } from "../finding";

/** Whether the mail server accepts our login, or the folder used in its place is writable. */
export const mail: Check = {
  name: "mail",
  async run() {
    const { smtpUrl, folder } = env().mail;
    const why = await verifyMail();
    if (why !== undefined) return fail("mail_refused", { why });
    return smtpUrl ? pass("mail_good") : warn("mail_folder", { folder });
  },
};
