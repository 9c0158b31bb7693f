// What becomes of one volume, and what is done with those whose claim is gone. Upstream: syncVolume, reclaimVolume,
// recycleVolumeOperation, deleteVolumeOperation in pkg/controller/volume/persistentvolume/pv_controller.go.
import type { PersistentVolume, PersistentVolumeClaim } from '../../../generated/api/core.v1.ts'
import type { Lister } from '../../api/types.ts'
import { CLAIMS, hasAnnotation, modesDiffer, PROVISIONED_BY } from '../lib/storage/volumes.ts'
import { annealedVolume, IN_TREE, IN_TREE_PROTECTION, MIGRATED_TO } from './migration.ts'
import { deleterProblem } from './plugins.ts'
import type { PhaseEvent, Writer } from './writer.ts'

const TMP = /\/tmp\/.+/

const failed = (reason: string, message: string): PhaseEvent => ({ type: 'Warning', reason, message })

/** Syncs volumes one at a time. */
export class Volumes {
  readonly #lister: Lister
  readonly #writer: Writer
  readonly #enqueueClaim: (claim: PersistentVolumeClaim) => void
  readonly #recycle: (volume: PersistentVolume) => void
  readonly #usersOf: (volume: PersistentVolume) => readonly string[]

  constructor(
    lister: Lister,
    writer: Writer,
    enqueueClaim: (claim: PersistentVolumeClaim) => void,
    recycle: (volume: PersistentVolume) => void,
    usersOf: (volume: PersistentVolume) => readonly string[],
  ) {
    this.#lister = lister
    this.#writer = writer
    this.#enqueueClaim = enqueueClaim
    this.#recycle = recycle
    this.#usersOf = usersOf
  }

  sync(stored: PersistentVolume): void {
    const annealed = annealedVolume(stored)
    const volume = annealed === stored ? stored : this.#writer.updateVolume(annealed)
    const reference = volume.spec.claimRef
    if (!reference?.uid) {
      this.#writer.volumePhase(volume, 'Available')
      return
    }
    const found = this.#lister.get<PersistentVolumeClaim>(CLAIMS, reference.namespace ?? '', reference.name ?? '')
    const claim = found?.metadata.uid === reference.uid ? found : undefined
    if (claim === undefined) this.#release(volume)
    else if (!claim.spec.volumeName) this.#awaitClaim(volume, claim)
    else if (claim.spec.volumeName === volume.metadata.name) this.#writer.volumePhase(volume, 'Bound')
    else if (hasAnnotation(volume, PROVISIONED_BY) && volume.spec.persistentVolumeReclaimPolicy === 'Delete')
      this.#release(volume)
    else this.#writer.unbind(volume)
  }

  #awaitClaim(volume: PersistentVolume, claim: PersistentVolumeClaim): void {
    if (!modesDiffer(claim, volume)) {
      this.#enqueueClaim(claim)
      return
    }
    const { name } = claim.metadata
    const toVolume = `Cannot bind PersistentVolume to requested PersistentVolumeClaim "${name}" due to incompatible volumeMode.`
    this.#writer.tell(volume, 'Warning', 'VolumeMismatch', toVolume)
    const toClaim = `Cannot bind PersistentVolume "${volume.metadata.name}" to requested PersistentVolumeClaim due to incompatible volumeMode.`
    this.#writer.tell(claim, 'Warning', 'VolumeMismatch', toClaim)
  }

  #release(volume: PersistentVolume): void {
    const over = volume.status.phase === 'Released' || volume.status.phase === 'Failed'
    this.#reclaim(over ? volume : this.#writer.volumePhase(volume, 'Released'))
  }

  #reclaim(volume: PersistentVolume): void {
    if (hasAnnotation(volume, MIGRATED_TO)) return
    const { persistentVolumeReclaimPolicy: policy } = volume.spec
    if (policy === 'Delete') this.#delete(volume)
    else if (policy === 'Recycle') this.#recycleUnused(volume)
    else if (policy !== 'Retain') {
      const event = failed('VolumeUnknownReclaimPolicy', 'Volume has unrecognized PersistentVolumeReclaimPolicy')
      this.#writer.volumePhase(volume, 'Failed', event)
    }
  }

  /** Pods that still name the claim are waited for. */
  #recycleUnused(volume: PersistentVolume): void {
    const { claimRef, hostPath, nfs } = volume.spec
    const claimGone = this.#lister.get(CLAIMS, claimRef?.namespace ?? '', claimRef?.name ?? '') === undefined
    const users = claimGone ? this.#usersOf(volume) : []
    if (users.length > 0)
      this.#writer.tell(volume, 'Normal', 'VolumeFailedRecycle', `Volume is used by pods: ${users.join(',')}`)
    else if (hostPath !== undefined || nfs !== undefined) this.#recycle(volume)
    else {
      const event = failed('VolumeFailedRecycle', 'No recycler plugin found for the volume!')
      this.#writer.volumePhase(volume, 'Failed', event)
    }
  }

  /** Only hostPath directories below some /tmp are deleted here; drivers delete their own. */
  #delete(volume: PersistentVolume): void {
    const { csi, hostPath } = volume.spec
    const provisioner = volume.metadata.annotations?.[PROVISIONED_BY]
    if (provisioner ? !provisioner.startsWith(IN_TREE) : csi !== undefined) return
    let why = deleterProblem(volume, provisioner)
    if (why === undefined && !TMP.test(hostPath?.path ?? ''))
      why = `host_path deleter only supports /tmp/.+ but received provided ${hostPath?.path ?? ''}`
    if (why !== undefined) {
      this.#writer.volumePhase(volume, 'Failed', failed('VolumeFailedDelete', why))
      return
    }
    const { finalizers } = volume.metadata
    if (finalizers?.includes(IN_TREE_PROTECTION)) {
      const left = finalizers.filter((each) => each !== IN_TREE_PROTECTION)
      this.#writer.updateVolume({ ...volume, metadata: { ...volume.metadata, finalizers: left } })
    }
    this.#writer.deleteVolume(volume)
  }
}
