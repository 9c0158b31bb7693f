// What a client wants to be answered in: JSON, YAML or protobuf, and the transformations Table and PartialObjectMetadata.
// Upstream: apiserver/pkg/endpoints/handlers/negotiation, handlers/rest.go (AllowsMediaTypeTransform).
import { StatusError } from '../status/status-error.ts'

/** How an answer is written. */
export interface Representation {
  readonly format: 'json' | 'yaml' | 'protobuf'
  readonly as: '' | 'Table' | 'PartialObjectMetadata' | 'PartialObjectMetadataList'
  /** The version of meta.k8s.io the transformed object says it is. */
  readonly metaVersion: string
  /** JSON indented for people. */
  readonly pretty: boolean
}

/** What the resource allows. */
export interface Offer {
  /** Custom resources have no protobuf form. */
  readonly protobuf: boolean
  /** A watch: YAML cannot be streamed. */
  readonly stream: boolean
  /** Tables and the like; allowed unless said otherwise. */
  readonly transforms?: boolean
}

const TYPES = { json: 'application/json', yaml: 'application/yaml', protobuf: 'application/vnd.kubernetes.protobuf' }
const FORMATS = Object.keys(TYPES) as Representation['format'][]
const TRANSFORMS = ['Table', 'PartialObjectMetadata', 'PartialObjectMetadataList']
const JSON_ANSWER: Representation = { format: 'json', as: '', metaVersion: 'v1', pretty: false }
const ANYTHING: Offer = { protobuf: true, stream: false }

interface Clause {
  readonly type: string
  readonly parameters: ReadonlyMap<string, string>
  readonly quality: number
}

/** The first acceptable representation of an Accept header; refuses when there is none. */
export function negotiate(accept: string | undefined, offer: Offer = ANYTHING): Representation {
  if (!accept || accept === 'application/json' || accept === '*/*') return JSON_ANSWER
  const clauses = parseAccept(accept)
  for (const clause of clauses) {
    for (const format of FORMATS) {
      const found = matches(clause.type, TYPES[format]) ? accepted(clause, format, offer) : undefined
      if (found !== undefined) return found
    }
  }
  const known = clauses.some(({ type }) => FORMATS.some((format) => matches(type, TYPES[format])))
  throw known ? notAcceptable(offer) : noRoute()
}

/** The transformation of the first wish that `allows` takes, in any format; undefined when there is none. */
export function firstAccepted(
  accept: string,
  allows: (transform: { readonly as: string; readonly group: string; readonly version: string }) => boolean,
): { readonly as: string } | undefined {
  for (const { type, parameters } of parseAccept(accept)) {
    const wish = {
      as: parameters.get('as') ?? '',
      group: parameters.get('g') ?? '',
      version: parameters.get('v') ?? '',
    }
    if (FORMATS.some((format) => matches(type, TYPES[format])) && allows(wish)) return wish
  }
  return undefined
}

/** What a client wishes for, best first. */
export function parseAccept(header: string): readonly Clause[] {
  const clauses = header.split(',').map((text): Clause => {
    const [type = '', ...rest] = text.split(';').map((part) => part.trim())
    const parameters = new Map(rest.map((part) => part.split('=', 2) as [string, string]))
    const quality = Number(parameters.get('q') ?? 1)
    return { type, parameters, quality: Number.isNaN(quality) ? 1 : quality }
  })
  return clauses.some(({ quality }) => quality !== 1) ? clauses.toSorted((a, b) => b.quality - a.quality) : clauses
}

const matches = (wanted: string, type: string): boolean =>
  wanted === type || wanted === '*/*' || wanted === 'application/*'

function accepted(
  { parameters }: Clause,
  format: Representation['format'],
  { protobuf, stream, transforms: allowed = true }: Offer,
): Representation | undefined {
  const as = parameters.get('as') ?? ''
  const version = parameters.get('v') ?? ''
  if (as !== '' && !allowed) return undefined
  if (as === '' ? format === 'protobuf' && !protobuf : !transforms(as, version, parameters.get('g'), format)) {
    return undefined
  }
  if ((stream || parameters.get('stream') !== undefined) && format === 'yaml') return undefined
  const pretty = parameters.get('pretty') === '1'
  return { format, as: as as Representation['as'], metaVersion: version === '' ? 'v1' : version, pretty }
}

function transforms(as: string, version: string, group: string | undefined, format: string): boolean {
  if (!TRANSFORMS.includes(as) || group !== 'meta.k8s.io' || (version !== 'v1' && version !== 'v1beta1')) return false
  return as !== 'Table' || format !== 'protobuf'
}

function notAcceptable({ protobuf, stream }: Offer): StatusError {
  const types = FORMATS.filter((format) => (protobuf || format !== 'protobuf') && !(stream && format === 'yaml'))
  const texts = types.map((format) => (stream ? `${TYPES[format]};stream=watch` : TYPES[format]))
  return new StatusError(406, 'NotAcceptable', `only the following media types are accepted: ${texts.join(', ')}`)
}

/** The router knows before any handler that nothing here can be written so. */
function noRoute(): StatusError {
  const all = Object.values(TYPES).join(', ')
  return new StatusError(406, 'NotAcceptable', `406: Not Acceptable\n\nAvailable representations: ${all}`, {})
}

/** Whether JSON is to be indented: asked for, or for a client that people read. */
export function wantsPretty(pretty: string | undefined, userAgent: string | undefined): boolean {
  if (pretty !== undefined && pretty !== '') return /^(?:1|t|T|TRUE|true|True)$/.test(pretty)
  return userAgent !== undefined && /^(?:curl|Wget|Mozilla\/5\.0)/.test(userAgent)
}
