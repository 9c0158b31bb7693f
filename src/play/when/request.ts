// Bare requests to the API. Sentences: grammar/*/when/request.peggy.
import type { ApiRequest } from '../../cluster/port.ts'
import type { Tail } from '../../language/nodes.ts'
import type { SentenceFamily } from '../contract.ts'
import type { Play } from '../play.ts'
import type { Failure } from '../result.ts'

/** Plays when/request. */
export const family: SentenceFamily = {
  handlers: {
    'when/request/plain': ({ request, tail }, play) => send(play, request, undefined, tail),
    'when/request/body': ({ request, tail }, play, below) =>
      send(play, request, below?.type === 'yaml' ? below.value : undefined, tail),
  },
}

const SHAPE = /^(GET|POST|PUT|PATCH|DELETE) (\/[^\s?]*)(?:\?(\S*))?$/

async function send(play: Play, text: string, body: unknown, tail: Tail): Promise<Failure | undefined> {
  const match = SHAPE.exec(text)
  if (match === null) return { summary: 'a request is written as `METHOD /path?query`', actual: text }
  const [, method = 'GET', path = '/', query] = match
  const request: ApiRequest = {
    method: method as ApiRequest['method'],
    path,
    ...(query === undefined ? {} : { query: Object.fromEntries(new URLSearchParams(query)) }),
    ...(body === undefined ? {} : { body }),
    ...(method === 'PATCH'
      ? { contentType: Array.isArray(body) ? 'application/json-patch+json' : 'application/merge-patch+json' }
      : {}),
  }
  play.record(await play.send(request, tail), undefined)
  return undefined
}
