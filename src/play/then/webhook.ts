// What webhooks were sent. Sentences: grammar/*/then/webhook.peggy.
import type { WebhookName } from '../../language/nodes.ts'
import { differences, mismatchText } from '../compare/match.ts'
import type { SentenceFamily } from '../contract.ts'
import type { Play } from '../play.ts'
import type { Failure } from '../result.ts'
import { addressOf, webhookText } from '../webhooks.ts'

const callsOf = async (play: Play, webhook: WebhookName): Promise<readonly unknown[]> =>
  (await play.cluster()).webhookCalls(addressOf(webhook, play))

/** Waits within the patience for the calls to be as they should. */
const becomes = async (play: Play, holds: () => boolean): Promise<boolean> =>
  (await play.cluster()).until(holds, play.patience)

const times = (count: number): string => `${count} ${count === 1 ? 'time' : 'times'}`

/** Plays then/webhook. */
export const family: SentenceFamily = {
  handlers: {
    'then/webhook/called': async ({ webhook, times: wanted }, play): Promise<Failure | undefined> => {
      const calls = await callsOf(play, webhook)
      const holds = (): boolean => (wanted === undefined ? calls.length > 0 : calls.length === wanted)
      if (await becomes(play, holds)) return undefined
      return {
        summary: `${webhookText(webhook)} was called ${times(calls.length)}`,
        expected: wanted === undefined ? 'at least once' : times(wanted),
        actual: times(calls.length),
      }
    },
    'then/webhook/silent': async ({ webhook }, play): Promise<Failure | undefined> => {
      const calls = await callsOf(play, webhook)
      if (calls.length === 0) return undefined
      return { summary: `${webhookText(webhook)} was called ${times(calls.length)}`, expected: 'never' }
    },
    'then/webhook/sent': async ({ webhook }, play, below): Promise<Failure | undefined> => {
      const calls = await callsOf(play, webhook)
      const wanted = below?.type === 'yaml' ? below.value : null
      const miss = (call: unknown): readonly string[] => differences(wanted, call, 'part').map(mismatchText)
      if (await becomes(play, () => calls.some((call) => miss(call).length === 0))) return undefined
      if (calls.length === 0) return { summary: `${webhookText(webhook)} was not called` }
      return {
        summary: `${webhookText(webhook)} was not sent that in ${calls.length} ${calls.length === 1 ? 'call' : 'calls'}`,
        details: miss(calls.at(-1)),
      }
    },
  },
}
