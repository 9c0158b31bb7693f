// What containers have written. Sentences: grammar/*/then/logs.peggy. Logs are no objects and have no history in the API: they are
// asked for again every second of cluster time until they say what they should.
import type { Subject, Tail } from '../../language/nodes.ts'
import { sameText } from '../compare/text.ts'
import type { SentenceFamily } from '../contract.ts'
import { pathOf } from '../paths.ts'
import type { Play, Target } from '../play.ts'
import type { Failure } from '../result.ts'
import { describe, resolve } from '../targets.ts'

/** Plays then/logs. */
export const family: SentenceFamily = {
  handlers: {
    'then/logs/contain': (sentence, play) =>
      judgeLogs(play, sentence, (logs, of) =>
        logs.includes(sentence.text) === sentence.not
          ? {
              summary: `the logs of ${of} ${sentence.not ? 'contain' : 'do not contain'} "${sentence.text}"`,
              actual: lastOf(logs),
            }
          : undefined,
      ),
    'then/logs/are': (sentence, play, below) => {
      const expected = below?.type === 'text' ? below.text : ''
      return judgeLogs(play, sentence, (logs, of) =>
        sameText(expected, logs.replace(lastNewline, ''))
          ? undefined
          : { summary: `the logs of ${of} are different`, expected, actual: logs.replace(lastNewline, '') },
      )
    },
  },
}

const SHOWN_LINES = 20

/** The end of a log: what a failure shows of it. */
function lastOf(logs: string): string {
  const lines = logs.replace(lastNewline, '').split('\n')
  return (lines.length > SHOWN_LINES ? ['…', ...lines.slice(-SHOWN_LINES)] : lines).join('\n')
}

const lastNewline = /\n$/
const LOOK_MS = 1000

interface LogsOf {
  readonly container?: string
  readonly subject: Subject
  readonly tail: Tail
}

type LogTest = (logs: string, of: string) => Failure | undefined

async function judgeLogs(play: Play, sentence: LogsOf, test: LogTest): Promise<Failure | undefined> {
  const { subject, tail } = sentence
  const resolved = resolve(play, subject, tail)
  if ('problem' in resolved) return { summary: resolved.problem }
  if (resolved.is !== 'one') return { summary: 'one pod must be named' }
  const cluster = await play.cluster()
  const { time } = tail
  const patience = time?.is === 'now' ? 0 : time?.is === 'within' ? time.milliseconds : play.patience
  const deadline = cluster.now() + patience
  for (;;) {
    const failure = await look(play, sentence, resolved.target, test)
    if (failure === undefined || cluster.now() >= deadline) return failure
    await cluster.pass(Math.min(LOOK_MS, deadline - cluster.now()))
  }
}

async function look(
  play: Play,
  { container, tail }: LogsOf,
  target: Target,
  test: LogTest,
): Promise<Failure | undefined> {
  const { kind, namespace, name } = target
  const { code, body, text } = await play.send(
    {
      method: 'GET',
      path: pathOf(kind, namespace, name, 'log'),
      ...(container === undefined ? {} : { query: { container } }),
    },
    tail,
  )
  const of = `${container === undefined ? '' : `container "${container}" of `}${describe(target, play.namespace)}`
  if (code >= 300 || text === undefined)
    return { summary: `there are no logs of ${of}`, actual: String(body['message'] ?? code) }
  return test(text, of)
}
