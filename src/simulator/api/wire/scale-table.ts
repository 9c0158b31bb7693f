// The Table of a `scale` subresource: what is wanted, what is there, how old. Custom resources have words of their own for it.
// Upstream: printScale in pkg/printers/internalversion/printers.go, getScaleColumnsForVersion in apiextensions-apiserver/pkg/apiserver/helpers.go.
import { humanDuration } from '../../../model/duration.ts'
import { parseTime } from '../../../model/time.ts'
import type { KubeObject } from '../types.ts'

interface Column {
  readonly name: string
  readonly type: string
  readonly format: string
  readonly description: string
  readonly priority: number
}

/** Of a Scale, whatever it scales. */
export type ScaleObject = KubeObject & {
  readonly spec?: { readonly replicas?: number }
  readonly status?: { readonly replicas?: number }
}

/** The columns; `name` and `age` are what metadata's fields are documented as. */
export function scaleColumns(custom: boolean, name: string, age: string): readonly Column[] {
  const column = (title: string, type: string, description: string, format = ''): Column => ({
    name: title,
    type,
    format,
    description,
    priority: 0,
  })
  return [
    column('Name', 'string', name, custom ? 'name' : ''),
    column(
      'Desired',
      'integer',
      custom ? 'Number of desired replicas' : 'replicas is the desired number of instances for the scaled object.',
    ),
    column(
      'Available',
      'integer',
      custom
        ? 'Number of actual replicas'
        : 'replicas is the actual number of observed instances of the scaled object.',
    ),
    column('Age', custom ? 'date' : 'string', age),
  ]
}

/** The cells of its one row. */
export function scaleCells({ metadata, spec, status }: ScaleObject, custom: boolean, now: number): readonly unknown[] {
  const { creationTimestamp } = metadata
  const age = creationTimestamp ? humanDuration(now - parseTime(creationTimestamp)) : '<unknown>'
  const missing = custom ? null : 0
  return [metadata.name, spec?.replicas ?? missing, status?.replicas ?? missing, age]
}
