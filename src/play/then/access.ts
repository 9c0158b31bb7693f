// What users may do, as the API server answers. Sentences: grammar/*/then/access.peggy.
import type { Tail, Who, Wording } from '../../language/nodes.ts'
import { isWorded, wordingText } from '../compare/text.ts'
import type { SentenceFamily } from '../contract.ts'
import { eventually } from '../eventually.ts'
import { accountOf, accountUser } from '../identities.ts'
import type { Play } from '../play.ts'
import type { Failure } from '../result.ts'

const REVIEWS = '/apis/authorization.k8s.io/v1/subjectaccessreviews'

/** Plays then/access. */
export const family: SentenceFamily = {
  handlers: {
    'then/access/resource': (sentence, play) => {
      const { verb, resource, name, tail } = sentence
      const { kind, subresource } = resource
      const [plural = '', ...group] = kind.key.split('.')
      const namespace = play.namespaceFor(kind, tail)
      const what = `${verb} ${subresource === undefined ? plural : `${plural}/${subresource}`}`
      const where = namespace === '' ? '' : ` in namespace "${namespace}"`
      return ask(play, sentence, `${what}${name === undefined ? '' : ` "${name}"`}${where}`, {
        resourceAttributes: {
          verb,
          group: group.join('.'),
          version: kind.apiVersion.split('/').at(-1),
          resource: plural,
          ...(subresource === undefined ? {} : { subresource }),
          ...(namespace === '' ? {} : { namespace }),
          ...(name === undefined ? {} : { name }),
        },
      })
    },
    'then/access/path': (sentence, play) => {
      const { verb, path } = sentence
      return ask(play, sentence, `${verb} path "${path}"`, { nonResourceAttributes: { verb, path } })
    },
  },
}

interface Claim {
  readonly who: Who
  readonly can: boolean
  readonly because?: Wording
  readonly tail: Tail
}

function ask(
  play: Play,
  { who, can, because, tail }: Claim,
  what: string,
  question: object,
): Promise<Failure | undefined> {
  const spec = { ...subjectOf(play, who, tail.namespace ?? play.namespace), ...question }
  return eventually(play, tail, async () => {
    const { code, body } = await play.send(
      {
        method: 'POST',
        path: REVIEWS,
        body: { apiVersion: 'authorization.k8s.io/v1', kind: 'SubjectAccessReview', spec },
      },
      tail.as === undefined ? {} : { as: tail.as },
    )
    if (code >= 300) return { summary: 'the API server does not say', actual: String(body['message']) }
    const { allowed = false, reason = '' } = body['status'] as { allowed?: boolean; reason?: string }
    const said = { expected: because && wordingText(because), actual: reason }
    if (allowed !== can) {
      return {
        summary: `${who.is} "${who.name}" ${allowed ? 'can' : 'cannot'} ${what}`,
        ...(reason === '' ? {} : { actual: reason }),
      }
    }
    if (because === undefined || isWorded(because, reason)) return undefined
    return { summary: 'the reason is another', expected: said.expected ?? '', actual: said.actual }
  })
}

function subjectOf(play: Play, who: Who, namespace: string): object {
  if (who.is === 'group') return { groups: [who.name] }
  if (who.is === 'user') {
    return { user: who.name, groups: [...(who.groups ?? play.users.get(who.name) ?? []), 'system:authenticated'] }
  }
  const [home, name] = accountOf(who.name, namespace)
  const { name: user, groups } = accountUser(home, name)
  return { user, groups }
}
