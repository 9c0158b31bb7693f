// Rolling changes of workloads, and evictions. Sentences: grammar/*/when/workload.peggy.
import type { ApiObject } from '../../cluster/port.ts'
import { formatTime } from '../../model/time.ts'
import { forEachObject } from '../actions.ts'
import { isMap } from '../compare/path.ts'
import type { SentenceFamily } from '../contract.ts'
import { pathOf } from '../paths.ts'
import { isRefusal } from '../play.ts'
import { patchObject, readObject } from '../requests.ts'
import type { Failure } from '../result.ts'

/** Plays when/workload. */
export const family: SentenceFamily = {
  handlers: {
    'when/workload/image': async ({ subject, container, image, tail }, play) => {
      let failure: Failure | undefined
      const acted = await forEachObject(play, subject, tail, async (target) => {
        const found = await readObject(play, target, tail)
        if (isRefusal(found)) return found
        const patch = imagePatch(found.body, container, image)
        if ('summary' in patch) {
          failure = patch
          return found
        }
        return patchObject(play, target, patch, tail, { manager: 'kubectl-set' })
      })
      return acted ?? failure
    },
    'when/workload/restart': async ({ subject, tail }, play) => {
      const cluster = await play.cluster()
      const annotations = { 'kubectl.kubernetes.io/restartedAt': formatTime(cluster.now()) }
      const body = { spec: { template: { metadata: { annotations } } } }
      return forEachObject(play, subject, tail, (target) =>
        patchObject(play, target, body, tail, { manager: 'kubectl-rollout' }),
      )
    },
    'when/workload/evict': ({ subject, tail }, play) =>
      forEachObject(play, subject, tail, ({ kind, namespace, name }) => {
        const body = { apiVersion: 'policy/v1', kind: 'Eviction', metadata: { name, namespace } }
        return play.send({ method: 'POST', path: pathOf(kind, namespace, name, 'eviction'), body }, tail)
      }),
  },
}

/** The strategic merge patch that sets a container's image, where the containers of that kind are. */
function imagePatch(object: ApiObject, container: string | undefined, image: string): object | Failure {
  const path = templatePath(object)
  const template = path.reduce<unknown>((value, key) => (isMap(value) ? value[key] : undefined), object)
  const containers =
    isMap(template) && Array.isArray(template['containers']) ? (template['containers'] as { name: string }[]) : []
  const names = containers.map((c) => c.name)
  if (container !== undefined && !names.includes(container))
    return { summary: `there is no container "${container}"`, actual: names.join(', ') }
  if (container === undefined && names.length !== 1)
    return { summary: 'say which container is meant: there are several', actual: names.join(', ') }
  const patch: object = { containers: [{ name: container ?? names[0], image }] }
  return [...path].reverse().reduce((inner, key) => ({ [key]: inner }), patch)
}

function templatePath(object: ApiObject): readonly string[] {
  const spec = object['spec']
  if (!isMap(spec)) return ['spec']
  if (isMap(spec['jobTemplate'])) return ['spec', 'jobTemplate', 'spec', 'template', 'spec']
  return isMap(spec['template']) ? ['spec', 'template', 'spec'] : ['spec']
}
