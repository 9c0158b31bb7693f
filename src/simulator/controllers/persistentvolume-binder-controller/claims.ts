// What becomes of one claim. Upstream: syncUnboundClaim, syncBoundClaim, provisionClaim in
// pkg/controller/volume/persistentvolume/pv_controller.go. No in-tree plugin provisions: whoever does is outside.
import type { PersistentVolume, PersistentVolumeClaim } from '../../../generated/api/core.v1.ts'
import type { StorageClass } from '../../../generated/api/storage.v1.ts'
import { quote } from '../../../model/quote.ts'
import { withEntry } from '../../../model/sorted-map.ts'
import { parseTime } from '../../../model/time.ts'
import type { Lister } from '../../api/types.ts'
import type { Client } from '../../client/client.ts'
import { podsByClaim } from '../../client/indexes.ts'
import type { Operations } from '../lib/operations.ts'
import {
  BETA_PROVISIONER,
  BIND_COMPLETED,
  BOUND_BY_CONTROLLER,
  classOf,
  hasAnnotation,
  hasClass,
  isBoundTo,
  isTerminated,
  keyOf,
  PROVISIONER,
  SELECTED_NODE,
  VOLUMES,
} from '../lib/storage/volumes.ts'
import { bestVolume, mismatch } from './matching.ts'
import { annealedClaim, IN_TREE, MIGRATED } from './migration.ts'
import { HOST_PATH, pluginProblem } from './plugins.ts'
import { Retry, type Writer } from './writer.ts'

const CLASSES = 'storageclasses.storage.k8s.io'
const DEFAULT_CLASS = 'storageclass.kubernetes.io/is-default-class'
const BETA_DEFAULT_CLASS = 'storageclass.beta.kubernetes.io/is-default-class'
const NO_CLASS = 'no persistent volumes available for this claim and no storage class is set'
const lost = (message: string, reason = 'ClaimLost') => ({ type: 'Warning', reason, message }) as const

/** Syncs claims one at a time. */
export class Claims {
  readonly #client: Client
  readonly #lister: Lister
  readonly #writer: Writer
  readonly #operations: Operations

  constructor(client: Client, writer: Writer, operations: Operations) {
    this.#client = client
    this.#operations = operations
    this.#lister = client.lister
    this.#writer = writer
  }

  sync(stored: PersistentVolumeClaim): void {
    const annealed = annealedClaim(stored)
    const claim = annealed === stored ? stored : this.#writer.updateClaim(annealed)
    if (hasAnnotation(claim, BIND_COMPLETED)) this.#syncBound(claim)
    else if (claim.spec.volumeName) this.#syncNamed(claim, claim.spec.volumeName)
    else this.#syncOpen(claim)
  }

  #syncBound(claim: PersistentVolumeClaim): void {
    const { volumeName } = claim.spec
    const writer = this.#writer
    const volume = this.#lister.get<PersistentVolume>(VOLUMES, '', volumeName ?? '')
    if (!volumeName) {
      const message = 'Bound claim has lost reference to PersistentVolume. Data on the volume is lost!'
      writer.claimStatus(claim, 'Lost', undefined, lost(message))
    } else if (volume === undefined) {
      const message = 'Bound claim has lost its PersistentVolume. Data on the volume is lost!'
      writer.claimStatus(claim, 'Lost', undefined, lost(message))
    } else if (volume.spec.claimRef === undefined || volume.spec.claimRef.uid === claim.metadata.uid) {
      writer.bind(volume, claim)
    } else {
      const message = 'Two claims are bound to the same volume, this one is bound incorrectly'
      writer.claimStatus(claim, 'Lost', undefined, lost(message, 'ClaimMisbound'))
    }
  }

  /** The claim asks for a volume by name. */
  #syncNamed(claim: PersistentVolumeClaim, volumeName: string): void {
    const writer = this.#writer
    const volume = this.#lister.get<PersistentVolume>(VOLUMES, '', volumeName)
    if (volume === undefined) {
      writer.claimStatus(claim, 'Pending')
      return
    }
    if (isBoundTo(volume, claim)) {
      writer.bind(volume, claim)
      return
    }
    if (volume.spec.claimRef === undefined) {
      const why = mismatch(volume, claim)
      if (why === undefined) {
        writer.bind(volume, claim)
        return
      }
      writer.tell(claim, 'Warning', 'VolumeMismatch', `Cannot bind to requested volume "${volumeName}": ${why}`)
    } else {
      const message = `volume "${volumeName}" already bound to a different claim.`
      writer.tell(claim, 'Warning', 'FailedBinding', message)
      if (hasAnnotation(claim, BOUND_BY_CONTROLLER)) throw new Retry(message)
    }
    writer.claimStatus(claim, 'Pending')
  }

  #syncOpen(claim: PersistentVolumeClaim): void {
    const storageClass = this.#lister.get<StorageClass>(CLASSES, '', classOf(claim))
    const delayed = storageClass?.volumeBindingMode === 'WaitForFirstConsumer'
    const volume = bestVolume(claim, this.#lister.list<PersistentVolume>(VOLUMES), delayed)
    if (volume !== undefined) {
      this.#writer.bind(volume, claim)
      return
    }
    if (this.#assignDefaultClass(claim)) return
    if (delayed && !hasAnnotation(claim, SELECTED_NODE)) this.#tellWaiting(claim)
    else if (classOf(claim) !== '') {
      this.#provision(claim, storageClass)
      return
    } else this.#writer.tell(claim, 'Normal', 'FailedBinding', NO_CLASS)
    this.#writer.claimStatus(claim, 'Pending')
  }

  /** A claim that says nothing of its class gets the default one, whenever there is one. */
  #assignDefaultClass(claim: PersistentVolumeClaim): boolean {
    if (hasClass(claim)) return false
    const [newest] = this.#lister
      .list<StorageClass>(CLASSES)
      .filter(({ metadata }) =>
        [DEFAULT_CLASS, BETA_DEFAULT_CLASS].some((key) => metadata.annotations?.[key] === 'true'),
      )
      .sort(byAge)
    if (newest === undefined) return false
    this.#writer.updateClaim({ ...claim, spec: { ...claim.spec, storageClassName: newest.metadata.name } })
    return true
  }

  #tellWaiting(claim: PersistentVolumeClaim): void {
    const pods = this.#client
      .indexed(podsByClaim, keyOf(claim))
      .filter((pod) => !pod.spec.nodeName && !isTerminated(pod))
      .map(({ metadata }) => metadata.name)
    if (pods.length === 0) {
      const message = 'waiting for first consumer to be created before binding'
      this.#writer.tell(claim, 'Normal', 'WaitForFirstConsumer', message)
    } else {
      const message = `waiting for ${pods.length > 1 ? 'pods' : 'pod'} ${pods.join(',')} to be scheduled`
      this.#writer.tell(claim, 'Normal', 'WaitForPodScheduled', message)
    }
  }

  #provision(claim: PersistentVolumeClaim, storageClass: StorageClass | undefined): void {
    const fail = (message: string): void => this.#writer.tell(claim, 'Warning', 'ProvisioningFailed', message)
    if (storageClass === undefined) {
      fail(`storageclass.storage.k8s.io "${classOf(claim)}" not found`)
      return
    }
    const migrated = MIGRATED[storageClass.provisioner]
    const provisioner = migrated ?? storageClass.provisioner
    const inTree = migrated === undefined && provisioner.startsWith(IN_TREE)
    if (inTree && provisioner !== HOST_PATH) {
      fail(pluginProblem(provisioner) ?? 'no provisionable volume plugin matched')
      return
    }
    this.#operations.run(`provision-${keyOf(claim)}[${claim.metadata.uid}]`, () =>
      inTree ? this.#provisionOnHost(claim, storageClass, fail) : this.#provisionExternally(claim, provisioner, fail),
    )
  }

  /** The one plugin that provisions, if a flag were set that is not: it fails. */
  #provisionOnHost(claim: PersistentVolumeClaim, storageClass: StorageClass, fail: (message: string) => void): false {
    const { mountOptions = [] } = storageClass
    if (claim.spec.dataSource !== undefined) {
      fail(`plugin ${quote(HOST_PATH)} is not a CSI plugin. Only CSI plugin can provision a claim with a datasource`)
      return false
    }
    if ('refused' in this.#setProvisioner(claim, HOST_PATH)) return false
    if (mountOptions !== null && mountOptions.length > 0) {
      const said = `StorageClass ${quote(storageClass.metadata.name ?? '')} has mount options [${mountOptions.join(' ')}]`
      fail(`Mount options are not supported by the provisioner but ${said}`)
    } else fail(`Failed to create provisioner: provisioning in volume plugin ${quote(HOST_PATH)} is disabled`)
    return false
  }

  #provisionExternally(claim: PersistentVolumeClaim, provisioner: string, fail: (message: string) => void): boolean {
    const outcome = this.#setProvisioner(claim, provisioner)
    if ('refused' in outcome) {
      fail(`Error saving claim: ${outcome.refused}`)
      return false
    }
    const message = `Waiting for a volume to be created either by the external provisioner '${provisioner}' or manually by the system administrator. If volume creation is delayed, please verify that the provisioner is running and correctly registered.`
    this.#writer.tell(outcome.claim, 'Normal', 'ExternalProvisioning', message)
    return true
  }

  #setProvisioner(
    claim: PersistentVolumeClaim,
    provisioner: string,
  ): { readonly claim: PersistentVolumeClaim } | { readonly refused: string } {
    if (claim.metadata.annotations?.[PROVISIONER] === provisioner) return { claim }
    const beta = withEntry(claim.metadata.annotations, BETA_PROVISIONER, provisioner)
    const annotations = withEntry(beta, PROVISIONER, provisioner)
    try {
      return {
        claim: this.#writer.updateClaim(annealedClaim({ ...claim, metadata: { ...claim.metadata, annotations } })),
      }
    } catch (error) {
      if (!(error instanceof Retry)) throw error
      return { refused: error.message }
    }
  }
}

/** The youngest first, then by name. */
function byAge({ metadata: a }: StorageClass, { metadata: b }: StorageClass): number {
  const [left, right] = [a, b].map(({ creationTimestamp }) => parseTime(creationTimestamp ?? '1970-01-01T00:00:00Z'))
  if (left !== right) return (right ?? 0) - (left ?? 0)
  return (a.name ?? '') < (b.name ?? '') ? -1 : 1
}
