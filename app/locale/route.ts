import { localeCookie } from "@/i18n/locale";
import { handlers } from "@/lib/http/http";
import { locales } from "@/lib/money";
import { rememberChoice } from "../choice";

/** The header's language switch. */
export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = handlers("POST", (request) =>
  rememberChoice(request, localeCookie, locales),
);
