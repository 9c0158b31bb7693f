// Marks validating admission policies as looked at, with the warnings of checking their expressions against the types they match. Its
// queue retries as the default of controllers, without end.
// Upstream: pkg/controller/validatingadmissionpolicystatus/controller.go.
import type { ValidatingAdmissionPolicy } from '../../../generated/api/admissionregistration.v1.ts'
import type { Environment, Running } from '../../client/environment.ts'
import type { Controller } from '../contract.ts'
import { controllerClient } from '../lib/controller-client.ts'
import { WorkQueue } from '../lib/work-queue.ts'
import { typeCheck } from './type-checking.ts'

const POLICIES = 'validatingadmissionpolicies.admissionregistration.k8s.io'
const MANAGER = 'validatingadmissionpolicy-status'

/** validatingadmissionpolicy-status-controller. */
export const controller: Controller = {
  name: 'validatingadmissionpolicy-status-controller',
  wakesOn: [POLICIES],
  start,
}

function start(environment: Environment): Running {
  const client = controllerClient(environment, 'validatingadmissionpolicy-status-controller')
  const informers = environment.informers()
  const queue = new WorkQueue(environment.clock, (name) => {
    const policy = client.lister.get<ValidatingAdmissionPolicy>(POLICIES, '', name)
    const { generation = 0 } = policy?.metadata ?? {}
    if (policy === undefined || generation <= (policy.status?.observedGeneration ?? 0)) return undefined
    const expressionWarnings = typeCheck(policy, (apiVersion, resource) => client.kindOf(apiVersion, resource))
    const body = {
      kind: 'ValidatingAdmissionPolicy',
      apiVersion: 'admissionregistration.k8s.io/v1',
      metadata: { name },
      status: {
        observedGeneration: generation,
        typeChecking: expressionWarnings.length > 0 ? { expressionWarnings } : {},
      },
    }
    const query = { fieldManager: MANAGER, force: 'true' }
    const applied = client.patch(POLICIES, '', name, 'application/apply-patch+yaml', body, 'status', query)
    return applied.ok || applied.status.code === 404 ? undefined : 'retry'
  })
  const enqueue = ({ metadata }: ValidatingAdmissionPolicy): void => queue.add(metadata.name ?? '')
  informers.on<ValidatingAdmissionPolicy>(POLICIES, { add: enqueue, update: enqueue })
  return {
    stop() {
      informers.stop()
      queue.stop()
    },
  }
}
