// What is kept on claims and volumes of in-tree plugins: who does a plugin's work now, and the finalizer by which this
// controller sees a volume's storage deleted before the volume goes. Upstream: updateMigrationAnnotations,
// modifyDeletionFinalizers in pkg/controller/volume/persistentvolume/pv_controller_base.go.
import type { PersistentVolume, PersistentVolumeClaim } from '../../../generated/api/core.v1.ts'
import { withEntry } from '../../../model/sorted-map.ts'
import type { KubeObject } from '../../api/types.ts'
import { BETA_PROVISIONER, PROVISIONED_BY, PROVISIONER } from '../lib/storage/volumes.ts'

/** Names the driver that does the work of an in-tree plugin. */
export const MIGRATED_TO = 'pv.kubernetes.io/migrated-to'
/** Keeps a volume until its storage is gone. */
export const IN_TREE_PROTECTION = 'kubernetes.io/pv-controller'
const EXTERNAL_PROTECTION = 'external-provisioner.volume.kubernetes.io/finalizer'
/** Plugins of Kubernetes itself are called so. */
export const IN_TREE = 'kubernetes.io/'

/** In-tree plugins whose work CSI drivers do now, by the driver's name. */
export const MIGRATED: Readonly<Record<string, string>> = {
  'kubernetes.io/aws-ebs': 'ebs.csi.aws.com',
  'kubernetes.io/gce-pd': 'pd.csi.storage.gke.io',
  'kubernetes.io/cinder': 'cinder.csi.openstack.org',
  'kubernetes.io/azure-disk': 'disk.csi.azure.com',
  'kubernetes.io/azure-file': 'file.csi.azure.com',
  'kubernetes.io/vsphere-volume': 'csi.vsphere.vmware.com',
  'kubernetes.io/portworx-volume': 'pxd.portworx.com',
}

/** The claim with the annotation its provisioner asks for; the claim itself when it has it. */
export function annealedClaim(claim: PersistentVolumeClaim): PersistentVolumeClaim {
  const { annotations } = claim.metadata
  return withMigration(claim, annotations?.[PROVISIONER] ?? annotations?.[BETA_PROVISIONER])
}

/** The volume with the annotation and the finalizers its provisioner asks for; the volume itself when it has them. */
export function annealedVolume(volume: PersistentVolume): PersistentVolume {
  const provisioner = volume.metadata.annotations?.[PROVISIONED_BY]
  if (provisioner === undefined) return volume
  const annotated = withMigration(volume, provisioner)
  const before = volume.metadata.finalizers ?? []
  const finalizers = finalizersFor(volume, provisioner, before)
  if (finalizers.length === before.length && finalizers.every((each, i) => each === before[i])) return annotated
  return { ...annotated, metadata: { ...annotated.metadata, finalizers: [...finalizers] } }
}

function withMigration<T extends KubeObject>(object: T, provisioner: string | undefined): T {
  if (provisioner === undefined) return object
  const driver = MIGRATED[provisioner]
  const { [MIGRATED_TO]: known, ...others } = object.metadata.annotations ?? {}
  if (driver === undefined) return known ? { ...object, metadata: { ...object.metadata, annotations: others } } : object
  if (known === driver) return object
  const annotations = withEntry(object.metadata.annotations, MIGRATED_TO, driver)
  return { ...object, metadata: { ...object.metadata, annotations } }
}

function finalizersFor({ spec }: PersistentVolume, provisioner: string, before: readonly string[]): readonly string[] {
  if (MIGRATED[provisioner] !== undefined) return before.filter((each) => each !== IN_TREE_PROTECTION)
  if (!provisioner.startsWith(IN_TREE)) return before
  const { persistentVolumeReclaimPolicy: policy } = spec
  const others = before.filter((each) => each !== EXTERNAL_PROTECTION)
  if (policy === 'Delete') return others.includes(IN_TREE_PROTECTION) ? others : [...others, IN_TREE_PROTECTION]
  return others.filter((each) => each !== IN_TREE_PROTECTION)
}
