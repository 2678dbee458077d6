import { countManagers } from "../../desk/staff/accounts";
import { type Check, pass, warn } from "../finding";

/** Whether somebody is there when one manager is not: what is above the limits waits for a second one. */
export const managers: Check = {
  name: "managers",
  async run() {
    const count = await countManagers();
    return count > 1 ? pass("managers_good", { count }) : warn("managers_few", { count });
  },
};
