import { signIn as contract } from "@/lib/contracts/desk/account";
import { doorOfDesk } from "@/lib/desk/endpoint";
import { signIn } from "@/lib/desk/staff/session";

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = doorOfDesk(contract, ({ input, headers }) =>
  signIn(input, headers),
);
