import { askEmulator } from "@/lib/emulators/ask-emulator";
import { anyMethod } from "@/lib/http/http";

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = anyMethod(askEmulator);
