import { askTimeLeft as contract } from "@/lib/contracts/desk/account";
import { doorOfDesk } from "@/lib/desk/endpoint";
import { timeLeft } from "@/lib/desk/staff/session";

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = doorOfDesk(contract, async ({ headers }) => ({
  body: { left_ms: await timeLeft(headers) },
}));
