// Keeps volume attributes classes while volumes or claims name them. Its queue retries as the default of controllers, without end.
// Upstream: pkg/controller/volume/vacprotection/vac_protection_controller.go.
import type { PersistentVolume, PersistentVolumeClaim } from '../../../generated/api/core.v1.ts'
import type { VolumeAttributesClass } from '../../../generated/api/storage.v1.ts'
import type { Environment, Running } from '../../client/environment.ts'
import type { Controller } from '../contract.ts'
import { controllerClient } from '../lib/controller-client.ts'
import { concerns, protect } from '../lib/storage/protection.ts'
import { CLAIMS, VOLUMES } from '../lib/storage/volumes.ts'
import { WorkQueue } from '../lib/work-queue.ts'

const CLASSES = 'volumeattributesclasses.storage.k8s.io'
const FINALIZER = 'kubernetes.io/vac-protection'

/** volumeattributesclass-protection-controller. */
export const controller: Controller = { name: 'volumeattributesclass-protection-controller', wakesOn: [CLASSES], start }

const namesOf = ({ spec, status }: PersistentVolumeClaim): readonly (string | undefined)[] => [
  spec.volumeAttributesClassName,
  status.currentVolumeAttributesClassName,
  status.modifyVolumeStatus?.targetVolumeAttributesClassName,
]

function start(environment: Environment): Running {
  const client = controllerClient(environment, 'volumeattributesclass-protection-controller')
  const { lister } = client
  const informers = environment.informers()
  const isUsed = ({ metadata: { name } }: VolumeAttributesClass): boolean =>
    lister.list<PersistentVolume>(VOLUMES).some(({ spec }) => spec.volumeAttributesClassName === name) ||
    lister.list<PersistentVolumeClaim>(CLAIMS).some((claim) => namesOf(claim).includes(name))
  const queue = new WorkQueue(environment.clock, (name) => {
    const object = lister.get<VolumeAttributesClass>(CLASSES, '', name)
    return object && protect(client, CLASSES, object, FINALIZER, isUsed)
  })
  const enqueue = (object: VolumeAttributesClass): void => {
    if (concerns(object, FINALIZER)) queue.add(object.metadata.name ?? '')
  }
  const released = (...names: readonly (string | undefined)[]): void => {
    for (const name of names) if (name) queue.add(name)
  }
  informers.on<VolumeAttributesClass>(CLASSES, { add: enqueue, update: enqueue })
  informers.on<PersistentVolume>(VOLUMES, {
    update: (volume, old) => {
      const before = old.spec.volumeAttributesClassName
      if (before !== volume.spec.volumeAttributesClassName) released(before)
    },
    delete: ({ spec }) => released(spec.volumeAttributesClassName),
  })
  informers.on<PersistentVolumeClaim>(CLAIMS, {
    update: (claim, old) => released(...namesOf(old).filter((name) => !namesOf(claim).includes(name))),
    delete: (claim) => released(...namesOf(claim)),
  })
  return {
    stop() {
      informers.stop()
      queue.stop()
    },
  }
}
