import { endSession } from "@/lib/admin/account";
import { accountEndpoint } from "@/lib/admin/endpoint";
import { endSession as contract } from "@/lib/contracts/desk/account";

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = accountEndpoint(
  contract,
  ({ input, ...moment }) => endSession(input, moment),
);
