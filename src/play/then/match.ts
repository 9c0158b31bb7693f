// Objects compared with a part of themselves written as YAML. Sentences: grammar/*/then/match.peggy.
import type { ApiObject } from '../../cluster/port.ts'
import { judgeSubject } from '../claims.ts'
import { differences, mismatchText } from '../compare/match.ts'
import type { SentenceFamily } from '../contract.ts'
import { type Claim, judge, type Miss } from '../judge.ts'
import { readYamlFile } from '../manifests.ts'
import { targetOf } from '../play.ts'
import { describeMany, filtered, kindsOf } from '../targets.ts'

/** Plays then/match. */
export const family: SentenceFamily = {
  handlers: {
    'then/match/text': ({ subject, not, tail }, play, below) =>
      judgeSubject(play, subject, tail, {
        text: 'matches',
        not,
        test: (o) => matchMiss(o, below?.type === 'yaml' ? below.value : null),
      }),
    'then/match/file': ({ subject, file, not, tail }, play) => {
      const wanted = readYamlFile(play.options.manifests, file)
      if ('summary' in wanted) return wanted
      return judgeSubject(play, subject, tail, {
        text: `matches "${file}"`,
        not,
        test: (o) => matchMiss(o, wanted.value),
      })
    },
    'then/match/some': ({ kind, filter, not, tail }, play, below) => {
      const value = below?.type === 'yaml' ? below.value : null
      const namespace = play.namespaceFor(kind, tail)
      const name = describeMany(kind, filter)
      const claim: Claim = {
        kinds: kindsOf({ is: 'many', kind, namespace, filter }),
        text: `there ${not ? 'are no' : 'is one of the'} ${name} matching`,
        about: [],
        judge(world) {
          const objects = filtered(world, kind, namespace, filter)
          const matching = objects.filter((o) => differences(value, o, 'part').length === 0)
          if (matching.length > 0 !== not) return undefined
          if (not)
            return {
              summary: `there are ${name} that match`,
              actual: matching.map((o) => o.metadata?.name ?? '').join(', '),
              about: matching.slice(0, 3).map((o) => targetOf(kind, o)),
            }
          return {
            summary: `none of the ${name} matches`,
            details: objects.flatMap((o) =>
              differences(value, o, 'part').map((d) => `${o.metadata?.name}: ${mismatchText(d)}`),
            ),
            about: objects.slice(0, 3).map((o) => targetOf(kind, o)),
          }
        },
      }
      return judge(play, claim, tail.time)
    },
  },
}

function matchMiss(object: ApiObject, value: unknown): Miss | undefined {
  const list = differences(value, object, 'part')
  return list.length === 0
    ? undefined
    : {
        summary: `does not match in ${list.length} ${list.length === 1 ? 'place' : 'places'}`,
        details: list.map(mismatchText),
      }
}
