// How metadata.name may look: the rules kinds choose from. `prefix` means a generateName, whose last dash is fine.
// Upstream: apimachinery/pkg/api/validation/generic.go, pkg/api/validation/path/name.go.
import type { NameRule } from '../../contract.ts'
import { isDNS1035Label, isDNS1123Label, isDNS1123Subdomain } from './dns.ts'
import { isPathSegmentName, isPathSegmentPrefix } from './value-syntax.ts'

/** Upstream cuts two characters and adds one: the character before the dash is not judged. */
const maskTrailingDash = (name: string): string =>
  name.length > 1 && name.endsWith('-') ? `${name.slice(0, -2)}a` : name

const masked =
  (rule: (name: string) => readonly string[]): NameRule =>
  (name, prefix) =>
    rule(prefix ? maskTrailingDash(name) : name)

/** Names that are DNS subdomains: most kinds. */
export const nameIsDNSSubdomain: NameRule = masked(isDNS1123Subdomain)

/** Names that are RFC 1123 labels. */
export const nameIsDNSLabel: NameRule = masked(isDNS1123Label)

/** Names that are RFC 1035 labels. */
export const nameIsDNS1035Label: NameRule = masked(isDNS1035Label)

/** Names that need only fit into a path. */
export const validatePathSegmentName: NameRule = (name, prefix) =>
  prefix ? isPathSegmentPrefix(name) : isPathSegmentName(name)
