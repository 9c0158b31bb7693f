// What webhooks answer. Sentences: grammar/*/given/webhook.peggy.
import type { WebhookBehaviour } from '../../cluster/port.ts'
import type { WebhookName } from '../../language/nodes.ts'
import { isMap } from '../compare/path.ts'
import type { SentenceFamily } from '../contract.ts'
import type { Play } from '../play.ts'
import { addressOf } from '../webhooks.ts'

async function set(play: Play, webhook: WebhookName, behaviour: WebhookBehaviour): Promise<undefined> {
  const address = addressOf(webhook, play)
  await play.onCluster((cluster) => cluster.setWebhook(address, behaviour))
  return undefined
}

const conditional = (when: string | undefined): { readonly when?: string } => (when === undefined ? {} : { when })

/** Plays given/webhook. */
export const family: SentenceFamily = {
  handlers: {
    'given/webhook/allows': ({ webhook }, play) => set(play, webhook, { is: 'allows' }),
    'given/webhook/denies': ({ webhook, when, code, message }, play) =>
      set(play, webhook, {
        is: 'denies',
        ...conditional(when),
        ...(code === undefined ? {} : { code }),
        ...(message === undefined ? {} : { message }),
      }),
    'given/webhook/warns': ({ webhook, text, when }, play) =>
      set(play, webhook, { is: 'warns', text, ...conditional(when) }),
    'given/webhook/patches': ({ webhook, when }, play, below) => {
      const operations = below?.type === 'yaml' ? below.value : null
      if (!Array.isArray(operations))
        return {
          summary: 'a JSON patch is a list of operations',
          expected: '- {op: add, path: /metadata/labels, value: …}',
        }
      return set(play, webhook, { is: 'patches', operations, ...conditional(when) })
    },
    'given/webhook/computes': ({ webhook, when }, play, below) =>
      set(play, webhook, { is: 'patches', operations: below?.type === 'text' ? below.text : '', ...conditional(when) }),
    'given/webhook/converts': ({ webhook, version }, play, below) =>
      set(play, webhook, { is: 'converts', to: version, expression: below?.type === 'text' ? below.text : '' }),
    'given/webhook/answers': ({ webhook }, play, below) => {
      const response = below?.type === 'yaml' ? below.value : null
      if (!isMap(response)) return { summary: 'the response of a review is a map', expected: 'allowed: false' }
      return set(play, webhook, { is: 'answers', response })
    },
    'given/webhook/late': ({ webhook, milliseconds }, play) => set(play, webhook, { is: 'late', milliseconds }),
    'given/webhook/status': ({ webhook, code }, play) => set(play, webhook, { is: 'fails', problem: code }),
    'given/webhook/unreachable': ({ webhook, because }, play) => set(play, webhook, { is: 'fails', problem: because }),
  },
}
