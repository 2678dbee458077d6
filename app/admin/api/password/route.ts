import { changePassword as contract } from "@/lib/contracts/desk/account";
import { accountEndpoint } from "@/lib/desk/endpoint";
import { changePassword } from "@/lib/desk/staff/account";

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = accountEndpoint(
  contract,
  ({ input, ...moment }) =>
    changePassword({ current: input.current_password, wanted: input.new_password }, moment),
);
