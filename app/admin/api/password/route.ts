import { changePassword } from "@/lib/admin/account";
import { accountEndpoint } from "@/lib/admin/endpoint";
import { changePassword as contract } from "@/lib/contracts/desk/account";

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = accountEndpoint(
  contract,
  ({ input, ...moment }) =>
    changePassword({ current: input.current_password, wanted: input.new_password }, moment),
);
