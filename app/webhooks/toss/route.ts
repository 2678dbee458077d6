import { webhooksOf } from "../receive";

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = webhooksOf("toss");
