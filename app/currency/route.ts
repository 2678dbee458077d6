import { currencyCookie } from "@/i18n/currency";
import { handlers } from "@/lib/http/http";
import { currencies } from "@/lib/money";
import { rememberChoice } from "../choice";

/** The header's currency switch. */
export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = handlers("POST", (request) =>
  rememberChoice(request, currencyCookie, currencies),
);
