import { askTimeLeft as contract } from "@/lib/contracts/desk/account";
import { publicDeskEndpoint } from "@/lib/desk/endpoint";
import { timeLeft } from "@/lib/desk/staff/session";

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = publicDeskEndpoint(
  contract,
  async ({ headers }) => ({
    body: { left_ms: await timeLeft(headers) },
  }),
);
