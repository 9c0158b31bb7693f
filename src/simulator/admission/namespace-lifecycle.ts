// NamespaceLifecycle: nothing is made in a namespace that is not there or is going away, and three namespaces never go.
// Upstream: apiserver/pkg/admission/plugin/namespace/lifecycle/admission.go (its caches and waits do not exist here).
import type { Namespace } from '../../generated/api/core.v1.ts'
import { forbidden, notFound } from '../api/status/status-error.ts'
import type { AdmissionPlugin } from './contract.ts'
import { refuse } from './lib/refuse.ts'

const IMMORTAL: ReadonlySet<string> = new Set(['default', 'kube-system', 'kube-public'])
const NAMESPACES = { group: '', name: 'namespaces' }
/** Answering for these would tell who may not know whether a namespace is there. */
const ACCESS_REVIEW = 'localsubjectaccessreviews.authorization.k8s.io'

/** The NamespaceLifecycle plugin. */
export const plugin: AdmissionPlugin = {
  name: 'NamespaceLifecycle',
  handles: ({ operation }) => operation !== 'CONNECT',
  admit(attributes, { lister }) {
    const { operation, resource, namespace, name } = attributes
    if (resource.key === 'namespaces') {
      if (operation === 'DELETE' && IMMORTAL.has(name)) {
        throw forbidden(NAMESPACES, name, 'this namespace may not be deleted')
      }
      return
    }
    if (namespace === '' || operation === 'DELETE' || resource.key === ACCESS_REVIEW) return
    const found = lister.get<Namespace>('namespaces', '', namespace)
    if (found === undefined) throw notFound(NAMESPACES, namespace)
    if (operation !== 'CREATE' || found.status.phase !== 'Terminating') return
    throw refuse(attributes, `unable to create new content in namespace ${namespace} because it is being terminated`, [
      {
        reason: 'NamespaceTerminating',
        message: `namespace ${namespace} is being terminated`,
        field: 'metadata.namespace',
      },
    ])
  },
}
