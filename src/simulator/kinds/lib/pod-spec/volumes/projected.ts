// Several sources in one directory: Secrets, ConfigMaps, the downward API, tokens, trust bundles, certificates.
// Upstream: pkg/apis/core/validation/validation.go (validateProjectionSources).
import type { DownwardAPIProjection, KeyToPath, VolumeProjection } from '../../../../../generated/api/core.v1.ts'
import type { FieldErrors } from '../../../../api/status/field-errors.ts'
import type { Path } from '../../../../api/status/path.ts'
import { validateDownwardAPIFile } from './downward-api.ts'
import { validateKeyToPath } from './local-sources.ts'
import { validateFileMode, validateLocalNonReservedPath } from './paths.ts'
import { validateClusterTrustBundle, validatePodCertificate } from './projected-trust.ts'
import type { SourceCheck, SourceContext } from './source-rule.ts'

/** The paths of a projected volume: each may be used once. Clashes are told at the volume source. */
export class ProjectedPaths {
  readonly #taken = new Set<string>()
  readonly #path: Path
  readonly #errors: FieldErrors

  constructor(path: Path, errors: FieldErrors) {
    this.#path = path
    this.#errors = errors
  }

  /** Takes a path; when it is taken already, `blame` is called invalid. */
  take(file: string, blame: string): void {
    if (this.#taken.has(file)) this.#errors.invalid(this.#path, blame, 'conflicting duplicate paths')
    else this.#taken.add(file)
  }
}

/** A projected volume. */
export const validateProjected: SourceCheck<'projected'> = (projected, path, errors, context) => {
  validateFileMode(projected.defaultMode, path.child('defaultMode'), errors)
  const paths = new ProjectedPaths(path, errors)
  for (const [i, source] of (projected.sources ?? []).entries()) {
    validateSource(source, path, path.child('sources').index(i), paths, errors, context)
  }
}

function validateSource(
  source: VolumeProjection,
  path: Path,
  place: Path,
  paths: ProjectedPaths,
  errors: FieldErrors,
  { options }: SourceContext,
): void {
  if (source.secret) validateKeys(source.secret, place.child('secret'), paths, errors)
  if (source.configMap) validateKeys(source.configMap, place.child('configMap'), paths, errors)
  if (source.downwardAPI) validateDownward(source.downwardAPI, place.child('downwardAPI'), paths, errors)
  if (source.serviceAccountToken) {
    const { expirationSeconds, path: file } = source.serviceAccountToken
    validateExpiration(expirationSeconds ?? 0, place.child('serviceAccountToken', 'expirationSeconds'), errors)
    if (file === '') errors.required(path.child('path'))
    else if (!options.allowNonLocalProjectedTokenPath) validateLocalNonReservedPath(file, path.child('path'), errors)
  }
  if (source.clusterTrustBundle) {
    validateClusterTrustBundle(source.clusterTrustBundle, place.child('clusterTrustBundle'), paths, errors)
  }
  if (source.podCertificate) validatePodCertificate(source.podCertificate, place.child('podCertificate'), paths, errors)
  const count = Object.values(source).filter((part) => part !== undefined).length
  if (count > 1) errors.forbidden(place, 'may not specify more than 1 volume type per source')
}

function validateKeys(
  { name = '', items = [] }: { name?: string | undefined; items?: KeyToPath[] | undefined },
  path: Path,
  paths: ProjectedPaths,
  errors: FieldErrors,
): void {
  if (name === '') errors.required(path.child('name'))
  for (const [i, item] of items.entries()) {
    validateKeyToPath(item, path.child('items').index(i), errors)
    if (item.path !== '') paths.take(item.path, name)
  }
}

function validateDownward(
  { items = [] }: DownwardAPIProjection,
  path: Path,
  paths: ProjectedPaths,
  errors: FieldErrors,
): void {
  for (const file of items) {
    validateDownwardAPIFile(file, path, errors)
    if (file.path !== '') paths.take(file.path, file.path)
  }
}

function validateExpiration(seconds: number, path: Path, errors: FieldErrors): void {
  if (seconds < 600) errors.invalid(path, seconds, 'may not specify a duration less than 10 minutes')
  if (seconds > 2 ** 32) errors.invalid(path, seconds, 'may not specify a duration larger than 2^32 seconds')
}
