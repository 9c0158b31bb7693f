// Makes volumes for claims whose class names one CSI driver, and deletes those nobody needs any more, a second for each; the driver
// gives whatever is asked for, on every node. Upstream: kubernetes-csi/external-provisioner,
// sig-storage-lib-external-provisioner/controller/controller.go; its events are said to come from the driver.
import type { PersistentVolume, PersistentVolumeClaim } from '../../generated/api/core.v1.ts'
import type { StorageClass, VolumeAttachment } from '../../generated/api/storage.v1.ts'
import { quote } from '../../model/quote.ts'
import type { Client } from '../client/client.ts'
import type { Environment, Running } from '../client/environment.ts'
import { EventRecorder, referenceTo } from '../client/event-recorder.ts'
import type { Informers } from '../client/informers.ts'
import { setFinalizer } from './finalizers.ts'
import { Later } from './later.ts'

const VOLUMES = 'persistentvolumes'
const CLAIMS = 'persistentvolumeclaims'
const ATTACHMENTS = 'volumeattachments.storage.k8s.io'
const PROVISIONER = 'volume.kubernetes.io/storage-provisioner'
const SELECTED_NODE = 'volume.kubernetes.io/selected-node'
const PROVISIONED_BY = 'pv.kubernetes.io/provisioned-by'
const DELETION_SECRET = 'volume.kubernetes.io/provisioner-deletion-secret'
const FINALIZER = 'external-provisioner.volume.kubernetes.io/finalizer'
const FS_TYPE = 'csi.storage.k8s.io/fstype'
const TAKES_MS = 1000

/** The provisioner of a driver. */
export class ExternalProvisioner implements Running {
  readonly #driver: string
  readonly #client: Client
  readonly #recorder: EventRecorder
  readonly #informers: Informers
  readonly #later: Later

  constructor(environment: Environment, driver: string) {
    this.#driver = driver
    this.#client = environment.client(`${driver}-provisioner`, ['system:masters'])
    this.#recorder = new EventRecorder(this.#client, environment.clock, driver)
    this.#later = new Later(environment.clock)
    this.#informers = environment.informers()
    this.#informers.on<PersistentVolumeClaim>(CLAIMS, {
      add: (claim) => this.#lookAtClaim(claim),
      update: (claim) => this.#lookAtClaim(claim),
    })
    this.#informers.on<PersistentVolume>(VOLUMES, {
      add: (volume) => this.#lookAtVolume(volume),
      update: (volume) => this.#lookAtVolume(volume),
    })
    this.#informers.on<VolumeAttachment>(ATTACHMENTS, {
      delete: ({ spec }) => {
        const volume = this.#volume(spec.source.persistentVolumeName ?? '')
        if (volume !== undefined) this.#lookAtVolume(volume)
      },
    })
  }

  stop(): void {
    this.#informers.stop()
    this.#later.stop()
  }

  #lookAtClaim(claim: PersistentVolumeClaim): void {
    const { name = '', namespace = '', uid = '' } = claim.metadata
    if (this.#classFor(claim) === undefined || this.#volume(`pvc-${uid}`) !== undefined) return
    const begun = this.#later.begin(uid, TAKES_MS, () => this.#provision(namespace, name))
    const message = `External provisioner is provisioning volume for claim ${quote(`${namespace}/${name}`)}`
    if (begun) this.#recorder.event(claim, 'Normal', 'Provisioning', message)
  }

  /** The class of a claim that waits for this provisioner. */
  #classFor({ metadata, spec }: PersistentVolumeClaim): StorageClass | undefined {
    if (spec.volumeName || metadata.annotations?.[PROVISIONER] !== this.#driver) return undefined
    const { lister } = this.#client
    const found = lister.get<StorageClass>('storageclasses.storage.k8s.io', '', spec.storageClassName ?? '')
    const waits = found?.volumeBindingMode === 'WaitForFirstConsumer' && !metadata.annotations[SELECTED_NODE]
    return waits ? undefined : found
  }

  #provision(namespace: string, name: string): void {
    const claim = this.#client.lister.get<PersistentVolumeClaim>(CLAIMS, namespace, name)
    const storageClass = claim && this.#classFor(claim)
    if (claim === undefined || storageClass === undefined) return
    const created = this.#client.create(VOLUMES, this.#made(claim, storageClass))
    if (!created.ok) return
    const message = `Successfully provisioned volume ${created.object.metadata.name}`
    this.#recorder.event(claim, 'Normal', 'ProvisioningSucceeded', message)
  }

  #made(claim: PersistentVolumeClaim, storageClass: StorageClass): PersistentVolume {
    const { reclaimPolicy = 'Delete', mountOptions, parameters } = storageClass
    const { accessModes, volumeMode, resources, storageClassName = '' } = claim.spec
    const name = `pvc-${claim.metadata.uid}`
    const fsType = parameters?.[FS_TYPE]
    const secret = { [`${DELETION_SECRET}-name`]: '', [`${DELETION_SECRET}-namespace`]: '' }
    return {
      kind: 'PersistentVolume',
      apiVersion: 'v1',
      metadata: {
        name,
        annotations: { [PROVISIONED_BY]: this.#driver, ...secret },
        ...(reclaimPolicy === 'Delete' ? { finalizers: [FINALIZER] } : {}),
      },
      spec: {
        accessModes,
        capacity: { storage: resources?.requests?.['storage'] ?? '0' },
        claimRef: referenceTo(claim),
        csi: { driver: this.#driver, volumeHandle: name, ...(fsType === undefined ? {} : { fsType }) },
        ...(mountOptions === undefined ? {} : { mountOptions }),
        persistentVolumeReclaimPolicy: reclaimPolicy,
        storageClassName,
        ...(volumeMode === undefined ? {} : { volumeMode }),
      },
      status: {},
    }
  }

  #lookAtVolume(volume: PersistentVolume): void {
    const { metadata, spec, status } = volume
    if (metadata.annotations?.[PROVISIONED_BY] !== this.#driver) return
    const deletes = spec.persistentVolumeReclaimPolicy === 'Delete'
    if (!deletes) setFinalizer(this.#client, VOLUMES, volume, FINALIZER, false)
    else if (status.phase === 'Released' && !this.#isAttached(volume))
      this.#later.begin(metadata.uid ?? '', TAKES_MS, () => this.#delete(metadata.name ?? ''))
  }

  #isAttached({ metadata }: PersistentVolume): boolean {
    const attachments = this.#client.lister.list<VolumeAttachment>(ATTACHMENTS)
    return attachments.some(({ spec }) => spec.source.persistentVolumeName === metadata.name)
  }

  #delete(name: string): void {
    if (this.#volume(name)?.metadata.deletionTimestamp === undefined) this.#client.delete(VOLUMES, '', name)
    const left = this.#volume(name)
    if (left !== undefined) setFinalizer(this.#client, VOLUMES, left, FINALIZER, false)
  }

  #volume(name: string): PersistentVolume | undefined {
    return this.#client.lister.get<PersistentVolume>(VOLUMES, '', name)
  }
}
