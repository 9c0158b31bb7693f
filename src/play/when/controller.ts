// What happens to controllers, their manager and the scheduler. Sentences: grammar/*/when/controller.peggy.
import type { SentenceFamily } from '../contract.ts'
import { befall } from '../faults.ts'

/** Plays when/controller. */
export const family: SentenceFamily = {
  handlers: {
    'when/controller/stops': ({ controller }, play) => befall(play, { is: 'controller', name: controller, on: false }),
    'when/controller/starts': ({ controller }, play) => befall(play, { is: 'controller', name: controller, on: true }),
    'when/controller/process': ({ component, what }, play) => befall(play, { is: component, what }),
  },
}
