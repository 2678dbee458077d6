import { askEmulator } from "@/lib/ask-emulator";
import { anyMethod } from "@/lib/http";

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = anyMethod(askEmulator);
