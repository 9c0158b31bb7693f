// ComponentStatus: how the parts of the control plane are, worked out when asked and kept nowhere. In the simulation all of them are
// well: they are one process. Upstream: pkg/registry/core/componentstatus/rest.go, serversToValidate in core/rest/storage_core.go.
import type { ComponentStatus } from '../../../../generated/api/core.v1.ts'
import type { KindRules } from '../../contract.ts'

const COMPONENTS = ['controller-manager', 'scheduler', 'etcd-0']

/** ComponentStatus of v1. */
export const kind: KindRules<ComponentStatus> = {
  apiVersion: 'v1',
  kind: 'ComponentStatus',
  name: () => [],
  deprecated: 'v1 ComponentStatus is deprecated in v1.19+',
  computed: {
    refusedAs: 'componentstatus',
    all: () =>
      COMPONENTS.map((name) => ({
        kind: 'ComponentStatus',
        apiVersion: 'v1',
        metadata: { name },
        conditions: [{ type: 'Healthy', status: 'True', message: 'ok' }],
      })),
  },
  row({ metadata, conditions = [] }) {
    const healthy = (conditions ?? []).find(({ type }) => type === 'Healthy')
    if (healthy === undefined) return [metadata.name, 'Unknown', '', '']
    const status = healthy.status === 'True' ? 'Healthy' : 'Unhealthy'
    return [metadata.name, status, healthy.message ?? '', healthy.error ?? '']
  },
}
