import type Sdk from "stripe";
import type { Endpoint } from "../entities/endpoint";
import { apiVersion, keys } from "../keys";
import { seconds } from "./common";

/** The secret is shown only once, when the endpoint is created. */
export function printEndpoint(endpoint: Endpoint, withSecret = false): Sdk.WebhookEndpoint {
  const { id, url, enabledEvents, description, metadata, createdAt } = endpoint;
  return {
    id,
    object: "webhook_endpoint",
    api_version: apiVersion,
    application: null,
    created: seconds(createdAt),
    description,
    enabled_events: enabledEvents,
    livemode: false,
    metadata,
    ...(withSecret && { secret: keys.webhookSecret }),
    status: "enabled",
    url,
  };
}
