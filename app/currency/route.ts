import { currencyCookie } from "@/i18n/currency";
import { currencies } from "@/lib/money";
import { rememberChoice } from "../choice";

/** The currency switch of the header. */
export const POST = (request: Request) => rememberChoice(request, currencyCookie, currencies);
