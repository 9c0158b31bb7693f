// Namespaces, and which of them the scenario is in. Sentences: grammar/*/given/namespace.peggy.
import type { KindRef } from '../../language/nodes.ts'
import { settleNamespace } from '../actions.ts'
import type { SentenceFamily } from '../contract.ts'
import { pathOf } from '../paths.ts'
import { isRefusal, type Play } from '../play.ts'
import type { Failure } from '../result.ts'

const NAMESPACE: KindRef = {
  word: 'namespace',
  apiVersion: 'v1',
  kind: 'Namespace',
  key: 'namespaces',
  namespaced: false,
}
const LEVEL = 'pod-security.kubernetes.io/enforce'

interface Wanted {
  readonly name: string
  readonly labels?: Readonly<Record<string, string>>
  readonly level?: string
}

/** Plays given/namespace. */
export const family: SentenceFamily = {
  handlers: {
    'given/namespace/enter': async (wanted, play) => {
      const failure = await ensure(play, wanted)
      if (failure === undefined) play.namespace = wanted.name
      return failure
    },
    'given/namespace/other': (wanted, play) => ensure(play, wanted),
  },
}

async function ensure(play: Play, { name, labels, level }: Wanted): Promise<Failure | undefined> {
  const all = { ...labels, ...(level === undefined ? {} : { [LEVEL]: level }) }
  const metadata = { name, ...(Object.keys(all).length > 0 ? { labels: all } : {}) }
  const made = await play.send({
    method: 'POST',
    path: pathOf(NAMESPACE),
    body: { apiVersion: 'v1', kind: 'Namespace', metadata },
  })
  const target = { kind: NAMESPACE, namespace: '', name }
  if (made.code === 409) {
    if (Object.keys(all).length === 0) return undefined
    const body = { metadata: { labels: all } }
    const patched = await play.send({
      method: 'PATCH',
      path: pathOf(NAMESPACE, '', name),
      body,
      contentType: 'application/merge-patch+json',
    })
    play.record(patched, target)
    return undefined
  }
  play.record(made, target)
  if (!isRefusal(made)) await settleNamespace(play, target)
  return undefined
}
