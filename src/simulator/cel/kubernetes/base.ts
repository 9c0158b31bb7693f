// The environment all of Kubernetes' expressions start from: the standard library and those of 1.36.
// Upstream: apiserver/pkg/cel/environment/base.go (compatibility version 1.35).
import { CelEnvironment } from '../check/environment.ts'
import { AUTHORIZATION } from '../library/authorizer.ts'
import { declare } from '../library/declaration.ts'
import { FORMAT_LIBRARY } from '../library/formats.ts'
import { LISTS } from '../library/lists.ts'
import { NETWORKS, URLS } from '../library/networks.ts'
import { OPTIONALS } from '../library/optionals.ts'
import { QUANTITIES } from '../library/quantities.ts'
import { STANDARD } from '../library/standard.ts'
import { STRINGS } from '../library/strings.ts'
import { VERSIONS } from '../library/versions.ts'
import {
  AUTHORIZER,
  type CelType,
  CIDR,
  DECISION,
  FORMAT,
  GROUP_CHECK,
  IP,
  PATH_CHECK,
  QUANTITY,
  RESOURCE_CHECK,
  SEMVER,
  URL_TYPE,
} from '../types.ts'

const TYPES: ReadonlyMap<string, CelType> = new Map(
  [AUTHORIZER, CIDR, DECISION, FORMAT, GROUP_CHECK, IP, PATH_CHECK, QUANTITY, RESOURCE_CHECK, SEMVER, URL_TYPE].map(
    (type) => [type.name, type],
  ),
)

let base: CelEnvironment | undefined

/** The base environment; made when it is first asked for. */
export function baseEnvironment(): CelEnvironment {
  base ??= new CelEnvironment(
    declare(STANDARD, OPTIONALS, STRINGS, LISTS, QUANTITIES, VERSIONS, NETWORKS, URLS, FORMAT_LIBRARY, AUTHORIZATION),
    new Map(),
    (name) => TYPES.get(name),
  )
  return base
}

/** A type as messages that are not the checker's show it. */
export function typeText(type: CelType): string {
  switch (type.kind) {
    case 'null':
      return 'null_type'
    case 'timestamp':
      return 'google.protobuf.Timestamp'
    case 'duration':
      return 'google.protobuf.Duration'
    default:
  }
  return type.params.length === 0 ? type.text : `${type.name}(${type.params.map(typeText).join(', ')})`
}
