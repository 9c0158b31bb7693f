// The cells of a custom resource's tables. Upstream: apiextensions-apiserver/pkg/registry/customresource/tableconvertor.
import type { CustomResourceColumnDefinition } from '../../generated/api/apiextensions.v1.ts'
import { humanDuration } from '../../model/duration.ts'
import { goJsonText } from '../../model/go-json.ts'
import { parseGoTime } from '../../model/go-time.ts'
import { sortedJson } from '../../model/sorted-map.ts'
import type { CustomColumn } from '../api/custom-resource.ts'
import type { KubeObject } from '../api/types.ts'
import { goFloat } from '../kinds/lib/structural/numbers.ts'
import { jsonPathFinder } from './json-path.ts'

// What metadata.creationTimestamp is documented as.
const AGE_DESCRIPTION =
  'CreationTimestamp is a timestamp representing the server time when this object was created. It is not guaranteed to be set in happens-before order across separate operations. Clients may not set this value. It is represented in RFC3339 form and is in UTC.\n\nPopulated by the system. Read-only. Null for lists. More info: https://git.k8s.io/community/contributors/devel/sig-architecture/api-conventions.md#metadata'
const AGE: CustomResourceColumnDefinition = {
  name: 'Age',
  type: 'date',
  jsonPath: '.metadata.creationTimestamp',
  description: AGE_DESCRIPTION,
}

/** The columns of a version, and how its objects fill them. */
export function columnsOf(defined: readonly CustomResourceColumnDefinition[] | undefined): {
  readonly columns: readonly CustomColumn[]
  cells(object: KubeObject, now: number): readonly unknown[]
} {
  const used = defined?.length ? defined : [AGE]
  const finders = used.map(({ jsonPath, type }) => ({ find: jsonPathFinder(jsonPath), type }))
  return {
    columns: used.map(({ name, type, format = '', description, priority = 0, jsonPath }) => ({
      name,
      type,
      format,
      description: description || `Custom resource definition column (in JSONPath format): ${jsonPath}`,
      priority,
    })),
    cells: (object, now) => finders.map(({ find, type }) => cell(find(object)[0], type, now)),
  }
}

function cell(value: unknown, type: string, now: number): unknown {
  if (value === undefined) return null
  if (type === 'string') return printed(value)
  if (value === null) return null
  switch (type) {
    case 'integer':
      return typeof value === 'number' ? Math.trunc(value) : null
    case 'number':
      return typeof value === 'number' ? value : null
    case 'boolean':
      return typeof value === 'boolean' ? value : null
    case 'date':
      return typeof value === 'string' ? age(value, now) : null
    default:
      return null
  }
}

/** A value as text. Upstream: client-go/util/jsonpath PrintResults. */
function printed(value: unknown): string {
  if (value === null) return '<no value>'
  if (typeof value === 'object') return goJsonText(sortedJson(value))
  return typeof value === 'number' && !Number.isInteger(value) ? goFloat(value) : String(value)
}

function age(text: string, now: number): string {
  if (text === '' || text === 'null') return '<unknown>'
  const moment = parseGoTime(text, 'seconds')
  return 'error' in moment ? '<invalid>' : humanDuration(now - moment.seconds * 1000 - moment.nanos / 1e6)
}
