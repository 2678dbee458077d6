import { doorOfDesk } from "@/lib/admin/endpoint";
import { signIn } from "@/lib/admin/session";
import { signIn as contract } from "@/lib/contracts/desk/account";

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = doorOfDesk(contract, ({ input, headers }) =>
  signIn(input, headers),
);
