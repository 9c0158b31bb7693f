// Deletes bootstrap tokens that have ended: each is looked at again just then, and a deletion that is refused is not retried.
// Upstream: pkg/controller/bootstrap/tokencleaner.go.
import type { Secret } from '../../../generated/api/core.v1.ts'
import type { Environment, Running } from '../../client/environment.ts'
import type { Controller } from '../contract.ts'
import { expirationOf, isBootstrapToken, TOKEN_NAMESPACE } from '../lib/bootstrap/tokens.ts'
import { controllerClient } from '../lib/controller-client.ts'
import { WorkQueue } from '../lib/work-queue.ts'

/** token-cleaner-controller. */
export const controller: Controller = {
  name: 'token-cleaner-controller',
  wakes: (object) => object.kind === 'Secret' && isBootstrapToken(object as Secret),
  start,
}

function start(environment: Environment): Running {
  const { clock } = environment
  const client = controllerClient(environment, 'token-cleaner')
  const informers = environment.informers()
  const queue = new WorkQueue(clock, (name) => {
    const secret = client.lister.get<Secret>('secrets', TOKEN_NAMESPACE, name)
    const end = secret === undefined ? Number.POSITIVE_INFINITY : expirationOf(secret)
    if (secret === undefined || end === Number.POSITIVE_INFINITY) return undefined
    if (end > clock.now()) return { afterMs: end - clock.now() }
    const { uid = '' } = secret.metadata
    client.delete('secrets', TOKEN_NAMESPACE, name, { uid })
    return undefined
  })
  const enqueue = (secret: Secret): void => {
    if (isBootstrapToken(secret)) queue.add(secret.metadata.name ?? '')
  }
  informers.on<Secret>('secrets', { add: enqueue, update: enqueue })
  return {
    stop() {
      informers.stop()
      queue.stop()
    },
  }
}
