// What `kubectl get podmetrics` prints: a row per pod or node, a column per resource the first of them uses.
// Upstream: kubernetes-sigs/metrics-server pkg/api/table.go.
import type { ServerRequest } from '../api/request.ts'
import type { JsonObject, KubeObject } from '../api/types.ts'
import { firstAccepted } from '../api/wire/accept.ts'
import { rowObject } from '../api/wire/table.ts'

/** How long the metrics server measures. */
export const WINDOW = '15s'

/** PodMetrics or NodeMetrics, with what is used in all. */
export interface Measured {
  readonly object: JsonObject & KubeObject
  readonly usage: Readonly<Record<string, string>>
}

/** Whether a table is what the client would like best. */
export const wantsTable = ({ accept }: ServerRequest): boolean =>
  accept !== undefined &&
  firstAccepted(accept, ({ as, group }) => as === '' || (as === 'Table' && group === 'meta.k8s.io'))?.as === 'Table'

const NAME = { name: 'Name', type: 'string', format: 'name', description: 'Name of the resource', priority: 0 }
const WINDOW_COLUMN = { name: 'Window', type: 'string', format: 'duration', description: '', priority: 0 }

/** The table of what was measured; without anything it has no columns either. */
export function metricsTable(measured: readonly Measured[], includeObject = 'Metadata'): JsonObject {
  const names = Object.keys(measured[0]?.usage ?? {}).sort()
  const columns = names.map((name) => ({ name, type: 'string', format: 'quantity', description: '', priority: 0 }))
  const rows = measured.map(({ object, usage }) => ({
    cells: [object.metadata.name, ...names.map((name) => usage[name] ?? '0'), WINDOW],
    ...rowObject(object, includeObject),
  }))
  return {
    kind: 'Table',
    apiVersion: 'meta.k8s.io/v1',
    metadata: {},
    columnDefinitions: rows.length === 0 ? null : [NAME, ...columns, WINDOW_COLUMN],
    rows: rows.length === 0 ? null : rows,
  }
}
