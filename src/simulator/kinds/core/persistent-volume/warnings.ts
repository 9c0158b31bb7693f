// What a client is told about a persistent volume that is taken all the same. Upstream: pkg/api/persistentvolume/util.go.
import type { PersistentVolume } from '../../../../generated/api/core.v1.ts'
import { Path } from '../../../api/status/path.ts'
import { termWarnings } from '../../lib/pod-spec/warnings-scheduling.ts'

const ANNOTATIONS = Path.of('metadata', 'annotations')
const TERMS = Path.of('spec', 'nodeAffinity', 'required', 'nodeSelectorTerms')
const OLD_ANNOTATIONS = [
  ['volume.beta.kubernetes.io/storage-class', 'deprecated since v1.8; use "storageClassName" attribute instead'],
  ['volume.beta.kubernetes.io/mount-options', 'deprecated since v1.31; use "mountOptions" attribute instead'],
] as const
const OLD_SOURCES = [
  ['cephfs', 'spec.cephfs: deprecated in v1.28, non-functional in v1.31+'],
  ['photonPersistentDisk', 'spec.photonPersistentDisk: deprecated in v1.11, non-functional in v1.16+'],
  ['scaleIO', 'spec.scaleIO: deprecated in v1.16, non-functional in v1.22+'],
  ['storageos', 'spec.storageOS: deprecated in v1.22, non-functional in v1.25+'],
  ['glusterfs', 'spec.glusterfs: deprecated in v1.25, non-functional in v1.26+'],
  ['rbd', 'spec.rbd: deprecated in v1.28, non-functional in v1.31+'],
] as const
const RECYCLE =
  'spec.persistentVolumeReclaimPolicy: The Recycle reclaim policy is deprecated. Instead, the recommended approach is to use dynamic provisioning.'

/** GetWarningsForPersistentVolume. */
export function volumeWarnings({ metadata, spec }: PersistentVolume): readonly string[] {
  const warnings: string[] = []
  for (const [key, what] of OLD_ANNOTATIONS) {
    if (metadata.annotations?.[key] !== undefined) warnings.push(`${ANNOTATIONS.key(key)}: ${what}`)
  }
  if (spec.persistentVolumeReclaimPolicy === 'Recycle') warnings.push(RECYCLE)
  for (const [i, term] of (spec.nodeAffinity?.required?.nodeSelectorTerms ?? []).entries()) {
    warnings.push(...termWarnings(term, false, TERMS.index(i)))
  }
  for (const [field, what] of OLD_SOURCES) if (spec[field]) warnings.push(what)
  return warnings
}
