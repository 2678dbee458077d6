/** The least that a POST costs in a Next route: its body is parsed, and JSON is answered. */
export const POST = async (request: Request) => Response.json({ orderId: (await request.json()).orderId });

export const GET = () => Response.json({ ready: true });
