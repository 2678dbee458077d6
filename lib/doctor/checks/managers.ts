import { countManagers } from "../../desk/staff/people";
import { type Check, pass, warn } from "../finding";

/** Whether there is more than one manager: refunds above the limits wait for a second one. */
export const managers: Check = {
  name: "managers",
  async run() {
    const count = await countManagers();
    return count > 1 ? pass("managers_good", { count }) : warn("managers_few", { count });
  },
};
