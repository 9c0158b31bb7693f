// Files of a volume that get in each other's way: the same path twice, or one below the other.
// Upstream: pkg/api/pod/warnings.go (warningsForOverlappingVirtualPaths).
import type { Volume, VolumeProjection } from '../../../../generated/api/core.v1.ts'
import { quote } from '../../../../model/quote.ts'

interface File {
  readonly path: string
  /** Where it comes from, in projected volumes. */
  readonly source: string
}

const show = ({ path, source }: File): string => (source === '' ? quote(path) : `${quote(path)} (${source})`)
const filesOf = (items: readonly { path: string }[], source = ''): readonly File[] =>
  items.map(({ path }) => ({ path, source }))

/** The warnings about all volumes. */
export function overlapWarnings(volumes: readonly Volume[]): readonly string[] {
  const warnings: string[] = []
  for (const { name, configMap, secret, downwardAPI, projected } of volumes) {
    const add = (what: string, files: readonly File[], before: File[] = []): void => {
      for (const overlap of overlaps(files, before)) {
        warnings.push(`volume ${quote(name)} (${what}): overlapping paths: ${overlap}`)
      }
    }
    if (configMap?.items) add(`ConfigMap ${quote(configMap.name ?? '')}`, filesOf(configMap.items))
    if (secret?.items) add(`Secret ${quote(secret.secretName ?? '')}`, filesOf(secret.items))
    if (downwardAPI?.items) add('DownwardAPI', filesOf(downwardAPI.items))
    const before: File[] = []
    for (const source of projected?.sources ?? []) {
      if (Object.values(source).every((part) => part === undefined)) {
        warnings.push(`volume ${quote(name)} (Projected) has no sources provided`)
      } else add('Projected', projectedFiles(source), before)
    }
  }
  return warnings
}

function projectedFiles(source: VolumeProjection): readonly File[] {
  const { configMap, secret, downwardAPI, serviceAccountToken, clusterTrustBundle, podCertificate } = source
  if (configMap?.items) return filesOf(configMap.items, `ConfigMap ${quote(configMap.name ?? '')}`)
  if (secret?.items) return filesOf(secret.items, `Secret ${quote(secret.name ?? '')}`)
  if (downwardAPI?.items) return filesOf(downwardAPI.items, 'DownwardAPI')
  if (serviceAccountToken) return [{ path: serviceAccountToken.path, source: 'ServiceAccountToken' }]
  if (clusterTrustBundle) {
    const name = clusterTrustBundle.name ?? clusterTrustBundle.signerName ?? ''
    return [{ path: clusterTrustBundle.path, source: `ClusterTrustBundle ${quote(name)}` }]
  }
  if (!podCertificate) return []
  const { certificateChainPath, keyPath, credentialBundlePath } = podCertificate
  const files: File[] = []
  if (certificateChainPath) files.push({ path: certificateChainPath, source: 'PodCertificate chain' })
  if (keyPath) files.push({ path: keyPath, source: 'PodCertificate key' })
  if (credentialBundlePath) files.push({ path: credentialBundlePath, source: 'PodCertificate credential bundle' })
  return files
}

const SLASHES_AT_END = /\/+$/

/** Looks at each file and those before it, and adds it to them. */
function overlaps(files: readonly File[], before: File[]): readonly string[] {
  const found: string[] = []
  for (const { path, source } of files) {
    const file = { path: path.replace(SLASHES_AT_END, ''), source }
    if (file.path === '') continue
    for (const other of before) {
      const [a, b] = [`${file.path}/`, `${other.path}/`]
      if (a.startsWith(b) || b.startsWith(a)) found.push(`${show(file)} with ${show(other)}`)
    }
    before.push(file)
  }
  return found
}
