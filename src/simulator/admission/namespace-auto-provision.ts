// NamespaceAutoProvision: a namespace that is not there is made when something is created in it.
// Upstream: plugin/pkg/admission/namespace/autoprovision/admission.go.
import type { KubeObject } from '../api/types.ts'
import type { AdmissionPlugin } from './contract.ts'
import { refuse } from './lib/refuse.ts'

/** The NamespaceAutoProvision plugin. */
export const plugin: AdmissionPlugin = {
  name: 'NamespaceAutoProvision',
  handles: ({ operation, resource, namespace, dryRun }) =>
    operation === 'CREATE' && namespace !== '' && resource.key !== 'namespaces' && !dryRun,
  admit(attributes, { lister, create }) {
    const { namespace } = attributes
    if (lister.get('namespaces', '', namespace) !== undefined) return
    const problem = create('namespaces', { metadata: { name: namespace } } as KubeObject)
    if (problem !== undefined) throw refuse(attributes, problem)
  },
}
