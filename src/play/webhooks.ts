// Webhooks as sentences name them: by URL, or by `namespace/name` of the service behind which they are.
import type { WebhookAddress } from '../cluster/port.ts'
import type { WebhookName } from '../language/nodes.ts'
import type { Play } from './play.ts'

/** The address a sentence means; a service without a namespace is in the scenario's. */
export function addressOf(webhook: WebhookName, play: Play): WebhookAddress {
  if ('url' in webhook) return webhook
  const { service, path } = webhook
  const slash = service.indexOf('/')
  return {
    namespace: slash < 0 ? play.namespace : service.slice(0, slash),
    service: service.slice(slash + 1),
    ...(path === undefined ? {} : { path }),
  }
}

/** What a webhook is called in messages. */
export const webhookText = (webhook: WebhookName): string =>
  'url' in webhook ? `the webhook "${webhook.url}"` : `the webhook of service "${webhook.service}"`
