// Whether an image is asked for as "latest", which decides how it is pulled by default.
// Upstream: pkg/util/parsers, github.com/distribution/reference (ParseNormalizedNamed): a name it cannot parse has no tag.

const DOMAIN_PART = '(?:[a-zA-Z0-9]|[a-zA-Z0-9][a-zA-Z0-9-]*[a-zA-Z0-9])'
const DOMAIN = `(?:${DOMAIN_PART}(?:\\.${DOMAIN_PART})*|\\[(?:[a-fA-F0-9:]+)\\])(?::[0-9]+)?`
const PATH_PART = '[a-z0-9]+(?:(?:[._]|__|[-]+)[a-z0-9]+)*'
const TAG = '[\\w][\\w.-]{0,127}'
const DIGEST = '[A-Za-z][A-Za-z0-9]*(?:[-_+.][A-Za-z][A-Za-z0-9]*)*:[0-9a-fA-F]{32,}'
const REFERENCE = new RegExp(`^(?:${DOMAIN}/)?(${PATH_PART}(?:/${PATH_PART})*)(?::(${TAG}))?(?:@(${DIGEST}))?$`)
const IDENTIFIER = /^[a-f0-9]{64}$/
const MAX_NAME = 255
const CACHE_LIMIT = 1024

const known = new Map<string, boolean>()

/** Whether the image's tag is `latest`, said or implied. */
export function isLatest(image: string): boolean {
  let latest = known.get(image)
  if (latest === undefined) {
    latest = judge(image)
    if (known.size >= CACHE_LIMIT) known.clear()
    known.set(image, latest)
  }
  return latest
}

function judge(image: string): boolean {
  if (IDENTIFIER.test(image)) return false
  const { domain, rest } = splitDomain(image)
  const [name = ''] = rest.split(':', 1)
  if (name !== name.toLowerCase()) return false
  const match = REFERENCE.exec(`${domain}/${rest}`)
  if (match === null || match[1]!.length > MAX_NAME) return false
  const [, , tag, digest] = match
  if (digest !== undefined && !isKnownDigest(digest)) return false
  return tag === undefined ? digest === undefined : tag === 'latest'
}

function splitDomain(image: string): { domain: string; rest: string } {
  const slash = image.indexOf('/')
  const first = image.slice(0, Math.max(slash, 0))
  const isDomain = slash !== -1 && (/[.:]/.test(first) || first === 'localhost' || first !== first.toLowerCase())
  const domain = isDomain ? first : 'docker.io'
  const rest = isDomain ? image.slice(slash + 1) : image
  return { domain, rest: domain === 'docker.io' && !rest.includes('/') ? `library/${rest}` : rest }
}

const DIGEST_LENGTHS: Readonly<Record<string, number>> = { sha256: 64, sha384: 96, sha512: 128 }

function isKnownDigest(digest: string): boolean {
  const [algorithm = '', hex = ''] = digest.split(':')
  return DIGEST_LENGTHS[algorithm] === hex.length && hex === hex.toLowerCase()
}
