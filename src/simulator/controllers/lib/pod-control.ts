// Makes and deletes pods for a controller, with the events it tells of them.
// Upstream: pkg/controller/controller_utils.go RealPodControl.
import type { Pod, PodTemplateSpec } from '../../../generated/api/core.v1.ts'
import { controllerReference } from '../../../model/owner-references.ts'
import type { KubeObject } from '../../api/types.ts'
import type { Client, Result, Status } from '../../client/client.ts'
import type { EventRecorder } from '../../client/event-recorder.ts'
import { isNamespaceGoing } from './sync-error.ts'

/** Generated names are cut to this before their suffix. */
const MAX_PREFIX = 253

/** The pod a template describes, owned by `owner`. */
export function podFromTemplate(
  template: PodTemplateSpec,
  owner: KubeObject,
  generateName = `${owner.metadata.name}-`,
): Pod {
  const { labels, annotations, finalizers } = template.metadata ?? {}
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: {
      generateName: generateName.slice(0, MAX_PREFIX),
      namespace: owner.metadata.namespace,
      ...(labels ? { labels } : {}),
      ...(annotations ? { annotations } : {}),
      ...(finalizers ? { finalizers } : {}),
      ownerReferences: [controllerReference(owner)],
    },
    spec: template.spec,
    status: {},
  } as Pod
}

/** Pods on behalf of one controller. */
export class PodControl {
  readonly client: Client
  readonly recorder: EventRecorder

  constructor(client: Client, recorder: EventRecorder) {
    this.client = client
    this.recorder = recorder
  }

  /** Creates a pod; the refusal where there is one. */
  create(pod: Pod, owner: KubeObject): Result<Pod> {
    const created = this.client.create<Pod>('pods', pod)
    if (created.ok) {
      this.recorder.event(owner, 'Normal', 'SuccessfulCreate', `Created pod: ${created.object.metadata.name}`)
    } else if (!isNamespaceGoing(created.status)) {
      this.recorder.event(owner, 'Warning', 'FailedCreate', `Error creating: ${created.status.message}`)
    }
    return created
  }

  /** Deletes a pod; undefined when that went well or it was gone. */
  delete(pod: Pod, owner: KubeObject): Status | undefined {
    const { namespace = '', name = '' } = pod.metadata
    const deleted = this.client.delete('pods', namespace, name)
    if (deleted.ok) {
      this.recorder.event(owner, 'Normal', 'SuccessfulDelete', `Deleted pod: ${name}`)
      return undefined
    }
    if (deleted.status.code === 404) return undefined
    this.recorder.event(owner, 'Warning', 'FailedDelete', `Error deleting: ${deleted.status.message}`)
    return deleted.status
  }
}

/**
 * Calls `create` up to `count` times in batches that double while all goes well; what is left of a batch that had a failure is
 * done, later batches are not. Answers with the first refusal. Upstream: slowStartBatch.
 */
export function slowStart(count: number, create: () => Status | undefined): Status | undefined {
  let remaining = count
  for (let size = Math.min(remaining, 1); size > 0; size = Math.min(2 * size, remaining)) {
    let failure: Status | undefined
    for (let i = 0; i < size; i++) {
      const refused = create()
      failure ??= refused
    }
    if (failure !== undefined) return failure
    remaining -= size
  }
  return undefined
}
