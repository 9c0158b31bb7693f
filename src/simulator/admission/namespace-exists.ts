// NamespaceExists: nothing is written in a namespace that is not there. Upstream: plugin/pkg/admission/namespace/exists/admission.go.
import { notFound } from '../api/status/status-error.ts'
import type { AdmissionPlugin } from './contract.ts'

/** The NamespaceExists plugin. */
export const plugin: AdmissionPlugin = {
  name: 'NamespaceExists',
  handles: ({ operation, resource, namespace }) =>
    operation !== 'CONNECT' && namespace !== '' && resource.key !== 'namespaces',
  validate({ namespace }, { lister }) {
    if (lister.get('namespaces', '', namespace) === undefined) {
      throw notFound({ group: '', name: 'namespaces' }, namespace)
    }
  },
}
