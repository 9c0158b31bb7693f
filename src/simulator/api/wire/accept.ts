// What a client wants to be answered in: JSON, YAML, and the transformations Table and PartialObjectMetadata.
// Upstream: apiserver/pkg/endpoints/handlers/negotiation, handlers/response.go.
import { StatusError } from '../status/status-error.ts'

/** How an answer is written. */
export interface Representation {
  readonly format: 'json' | 'yaml'
  readonly as: '' | 'Table' | 'PartialObjectMetadata' | 'PartialObjectMetadataList'
  /** JSON indented for people. */
  readonly pretty: boolean
}

const AVAILABLE = 'application/json, application/yaml, application/vnd.kubernetes.protobuf'
const TRANSFORMS = ['Table', 'PartialObjectMetadata', 'PartialObjectMetadataList']
const JSON_ANSWER: Representation = { format: 'json', as: '', pretty: false }

/** The first acceptable representation of an Accept header; refuses when there is none. */
export function negotiate(accept: string | undefined): Representation {
  if (!accept || accept === 'application/json' || accept === '*/*') return JSON_ANSWER
  let known = false
  for (const clause of accept.split(',')) {
    const [type = '', ...parameters] = clause.split(';').map((p) => p.trim())
    const format =
      type === 'application/json' || type === '*/*' || type === 'application/*'
        ? 'json'
        : type === 'application/yaml'
          ? 'yaml'
          : undefined
    if (format === undefined) {
      known ||= type === 'application/vnd.kubernetes.protobuf'
      continue
    }
    known = true
    const options = new Map(parameters.map((p) => p.split('=', 2) as [string, string]))
    const as = options.get('as') ?? ''
    if (as !== '' && !(TRANSFORMS.includes(as) && options.get('v') === 'v1' && options.get('g') === 'meta.k8s.io'))
      continue
    return { format, as: as as Representation['as'], pretty: options.get('pretty') === '1' }
  }
  if (known) throw new StatusError(406, 'NotAcceptable', `only the following media types are accepted: ${AVAILABLE}`)
  throw new StatusError(406, 'NotAcceptable', `406: Not Acceptable\n\nAvailable representations: ${AVAILABLE}`, {})
}
