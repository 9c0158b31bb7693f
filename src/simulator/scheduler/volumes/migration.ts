// The CSI drivers that in-tree volumes are migrated to, as far as counting them needs it.
// Upstream: staging/src/k8s.io/csi-translation-lib/translate.go.
import type { PersistentVolume, Volume } from '../../../generated/api/core.v1.ts'

/** A volume as its driver knows it. */
export interface CsiSource {
  readonly driver: string
  readonly handle: string
}

const driverOf: ReadonlyMap<string, string> = new Map([
  ['kubernetes.io/aws-ebs', 'ebs.csi.aws.com'],
  ['kubernetes.io/gce-pd', 'pd.csi.storage.gke.io'],
  ['kubernetes.io/azure-disk', 'disk.csi.azure.com'],
  ['kubernetes.io/cinder', 'cinder.csi.openstack.org'],
  ['kubernetes.io/portworx-volume', 'pxd.portworx.com'],
])
/** Migrated, too, but never counted as such. */
const AZURE_FILE = 'kubernetes.io/azure-file'

/** The driver that makes a class's volumes; undefined for in-tree ones where nothing is migrated. */
export function driverOfProvisioner(provisioner: string, migrated: boolean): string | undefined {
  if (provisioner === AZURE_FILE) return undefined
  const driver = driverOf.get(provisioner)
  if (driver === undefined) return provisioner
  return migrated ? driver : undefined
}

type Sources = Pick<
  Volume & PersistentVolume['spec'],
  'awsElasticBlockStore' | 'gcePersistentDisk' | 'azureDisk' | 'cinder' | 'portworxVolume'
>

function sourceOf(source: Sources): CsiSource | undefined {
  const { awsElasticBlockStore, gcePersistentDisk, azureDisk, cinder, portworxVolume } = source
  if (awsElasticBlockStore) return { driver: 'ebs.csi.aws.com', handle: awsElasticBlockStore.volumeID }
  if (gcePersistentDisk) return { driver: 'pd.csi.storage.gke.io', handle: gcePersistentDisk.pdName }
  if (azureDisk) return { driver: 'disk.csi.azure.com', handle: azureDisk.diskURI }
  if (cinder) return { driver: 'cinder.csi.openstack.org', handle: cinder.volumeID }
  return portworxVolume ? { driver: 'pxd.portworx.com', handle: portworxVolume.volumeID } : undefined
}

/** The CSI source of an in-tree volume written into a pod. */
export const inlineSource = (volume: Volume): CsiSource | undefined => sourceOf(volume as Sources)

/** The CSI source of an in-tree PersistentVolume. */
export const migratedSource = ({ spec }: PersistentVolume): CsiSource | undefined => sourceOf(spec as Sources)
