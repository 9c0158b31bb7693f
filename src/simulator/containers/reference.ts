// Image references: the full name a runtime reports, and what a reference has to look like.
// Upstream: pkg/util/parsers/parsers.go, distribution/reference.
import { FNV_OFFSET, fnv32a } from '../../model/fnv.ts'

/** A reference taken apart. */
export interface ImageReference {
  readonly registry: string
  /** `library/nginx`. */
  readonly path: string
  readonly tag: string
  readonly digest: string | undefined
}

const valid =
  /^(?:(?<host>(?:[a-zA-Z0-9](?:[a-zA-Z0-9-]*[a-zA-Z0-9])?)(?:\.[a-zA-Z0-9](?:[a-zA-Z0-9-]*[a-zA-Z0-9])?)*(?::[0-9]+)?)\/)?(?<path>[a-z0-9]+(?:(?:[._]|__|-+)[a-z0-9]+)*(?:\/[a-z0-9]+(?:(?:[._]|__|-+)[a-z0-9]+)*)*)(?::(?<tag>\w[\w.-]{0,127}))?(?:@(?<digest>[A-Za-z][A-Za-z0-9+._-]*:[0-9a-fA-F]{32,}))?$/

const known = new Map<string, ImageReference | undefined>()
const CACHE_LIMIT = 512

/** Reads a reference; undefined when it is not one. */
export function parseReference(image: string): ImageReference | undefined {
  if (!known.has(image)) {
    if (known.size >= CACHE_LIMIT) known.clear()
    known.set(image, parse(image))
  }
  return known.get(image)
}

function parse(image: string): ImageReference | undefined {
  const groups = valid.exec(image)?.groups
  if (groups === undefined) return undefined
  let registry = groups['host'] ?? ''
  let path = groups['path'] ?? ''
  if (registry !== '' && !registry.includes('.') && !registry.includes(':') && registry !== 'localhost') {
    if (registry !== registry.toLowerCase()) return undefined
    path = `${registry}/${path}`
    registry = ''
  }
  if (registry === '') {
    registry = 'docker.io'
    if (!path.includes('/')) path = `library/${path}`
  }
  const digest = groups['digest']
  return { registry, path, tag: groups['tag'] ?? (digest === undefined ? 'latest' : ''), digest }
}

/** The full name, as container statuses show it: `docker.io/library/nginx:latest`. */
export function fullName({ registry, path, tag, digest }: ImageReference): string {
  return `${registry}/${path}${tag === '' ? `@${digest}` : `:${tag}`}`
}

/** The name in the catalogue: no registry, no tag, no `library/`. */
export function catalogueName({ path }: ImageReference): string {
  return path.startsWith('library/') ? path.slice('library/'.length) : path
}

/** A stable digest of a name: what a registry that knew the image might answer. */
export function digestOf(text: string): string {
  const bytes = new TextEncoder().encode(text)
  const words = Array.from({ length: 8 }, (_, word) => fnv32a(bytes, FNV_OFFSET ^ word))
  return words.map((word) => word.toString(16).padStart(8, '0')).join('')
}
