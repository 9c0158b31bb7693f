// Signs the cluster's public information (ConfigMap cluster-info in kube-public) with every bootstrap token that may sign. What is
// refused waits for the next change: nothing is retried.
// Upstream: pkg/controller/bootstrap/bootstrapsigner.go, cluster-bootstrap/token/jws/jws.go.
import { createHmac } from 'node:crypto'
import type { ConfigMap, Secret } from '../../../generated/api/core.v1.ts'
import { deepEqual } from '../../../model/deep-equal.ts'
import { sortedMap } from '../../../model/sorted-map.ts'
import type { Environment, Running } from '../../client/environment.ts'
import type { Controller } from '../contract.ts'
import { isBootstrapToken, signingToken, TOKEN_NAMESPACE } from '../lib/bootstrap/tokens.ts'
import { controllerClient } from '../lib/controller-client.ts'
import { WorkQueue } from '../lib/work-queue.ts'

const NAMESPACE = 'kube-public'
const NAME = 'cluster-info'
const CONTENT = 'kubeconfig'
const PREFIX = 'jws-kubeconfig-'

const isClusterInfo = ({ metadata }: ConfigMap): boolean => metadata.namespace === NAMESPACE && metadata.name === NAME

/** bootstrap-signer-controller. */
export const controller: Controller = {
  name: 'bootstrap-signer-controller',
  wakes: (object) => object.kind === 'ConfigMap' && isClusterInfo(object as ConfigMap),
  start,
}

/** A JSON Web Signature without its content. */
function signatureOf(content: string, id: string, key: string): string {
  const header = Buffer.from(JSON.stringify({ alg: 'HS256', kid: id })).toString('base64url')
  const payload = Buffer.from(content).toString('base64url')
  const signature = createHmac('sha256', key).update(`${header}.${payload}`).digest('base64url')
  return `${header}..${signature}`
}

function start(environment: Environment): Running {
  const { clock } = environment
  const client = controllerClient(environment, 'bootstrap-signer')
  const informers = environment.informers()
  const queue = new WorkQueue(clock, () => {
    const info = client.lister.get<ConfigMap>('configmaps', NAMESPACE, NAME)
    const content = info?.data?.[CONTENT]
    if (info === undefined || content === undefined) return undefined
    const data = Object.fromEntries(Object.entries(info.data ?? {}).filter(([key]) => !key.startsWith(PREFIX)))
    for (const secret of client.lister.list<Secret>('secrets', TOKEN_NAMESPACE)) {
      const token = signingToken(secret, clock.now())
      if (token !== undefined) data[PREFIX + token.id] ??= signatureOf(content, token.id, token.key)
    }
    if (deepEqual(data, info.data)) return undefined
    client.update<ConfigMap>('configmaps', { ...info, data: sortedMap(data) })
    return undefined
  })
  const sign = (): void => queue.add(NAME)
  const onInfo = (map: ConfigMap): void => {
    if (isClusterInfo(map)) sign()
  }
  const onSecret = (secret: Secret): void => {
    if (isBootstrapToken(secret)) sign()
  }
  informers.on<ConfigMap>('configmaps', { add: onInfo, update: onInfo })
  informers.on<Secret>('secrets', { add: onSecret, update: onSecret, delete: onSecret })
  return {
    stop() {
      informers.stop()
      queue.stop()
    },
  }
}
