import { doorOfDesk } from "@/lib/admin/endpoint";
import { timeLeft } from "@/lib/admin/session";
import { askTimeLeft as contract } from "@/lib/contracts/desk/account";

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = doorOfDesk(contract, async ({ headers }) => ({
  body: { left_ms: await timeLeft(headers) },
}));
