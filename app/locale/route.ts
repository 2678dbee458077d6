import { localeCookie } from "@/i18n/locale";
import { locales } from "@/lib/money";
import { rememberChoice } from "../choice";

/** The language switch of the header. */
export const POST = (request: Request) => rememberChoice(request, localeCookie, locales);
