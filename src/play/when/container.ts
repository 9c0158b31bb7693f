// What happens to a running container of itself. Sentences: grammar/*/when/container.peggy.
import type { ContainerEvent } from '../../cluster/port.ts'
import type { Subject, Tail } from '../../language/nodes.ts'
import type { SentenceFamily } from '../contract.ts'
import type { Play } from '../play.ts'
import type { Failure } from '../result.ts'
import { describe, resolve } from '../targets.ts'

/** 128 and the number of SIGSEGV. */
const SEGMENTATION_FAULT = 139

/** Plays when/container. */
export const family: SentenceFamily = {
  handlers: {
    'when/container/exits': (sentence, play) => happen(play, sentence, { is: 'exits', code: sentence.code }),
    'when/container/crashes': (sentence, play) => happen(play, sentence, { is: 'exits', code: SEGMENTATION_FAULT }),
    'when/container/memory': (sentence, play) => happen(play, sentence, { is: 'outOfMemory' }),
    'when/container/prints': (sentence, play) => happen(play, sentence, { is: 'prints', text: sentence.line }),
  },
}

interface Happening {
  readonly container: string
  readonly subject: Subject
  readonly tail: Tail
}

async function happen(
  play: Play,
  { container, subject, tail }: Happening,
  event: ContainerEvent,
): Promise<Failure | undefined> {
  const resolved = resolve(play, subject, tail)
  if ('problem' in resolved) return { summary: resolved.problem }
  if (resolved.is !== 'one') return { summary: 'one pod must be named' }
  const { target } = resolved
  const cluster = await play.cluster()
  const happened = await cluster.happen(target.namespace, target.name, container, event)
  if (happened) return undefined
  return { summary: `container "${container}" of ${describe(target, play.namespace)} is not running` }
}
