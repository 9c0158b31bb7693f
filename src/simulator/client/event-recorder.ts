// How components tell what they did: core/v1 events, correlated as client-go does, and the events.k8s.io ones the scheduler
// writes. A refused event (its namespace is going, say) is lost, as upstream's is.
// Upstream: client-go/tools/record/event.go, client-go/tools/events/{event_recorder,event_broadcaster}.go.
import type { Event, ObjectReference } from '../../generated/api/core.v1.ts'
import { formatMicroTime, formatTime } from '../../model/time.ts'
import type { KubeObject } from '../api/types.ts'
import type { Clock, TimeOfDay, Timer } from '../engine/clock.ts'
import type { Client } from './client.ts'
import { type Correlated, EventCorrelator } from './event-correlator.ts'
import { eventName } from './event-name.ts'

/** The two types of events. */
export type EventType = 'Normal' | 'Warning'

/** The reference by which an event names its object; `fieldPath` narrows it to a container. */
export function referenceTo(object: KubeObject, fieldPath?: string): ObjectReference {
  const { kind, apiVersion, metadata } = object
  return {
    kind,
    ...(metadata.namespace ? { namespace: metadata.namespace } : {}),
    name: metadata.name,
    uid: metadata.uid,
    apiVersion,
    ...(metadata.resourceVersion ? { resourceVersion: metadata.resourceVersion } : {}),
    ...(fieldPath ? { fieldPath } : {}),
  }
}

/** Events are written beside what a component does: it does not wait for them. */
function apart(client: Client, clock: Clock, write: () => void): void {
  if (client.waits) clock.soon(write)
  else write()
}

/** The same, and again where it has to wait for somebody outside. */
function untilWritten(client: Client, clock: Clock, write: () => void): void {
  apart(client, clock, () => {
    write()
    clock.held?.onRelease(() => untilWritten(client, clock, write))
  })
}

type Written = Exclude<Correlated, { readonly action: 'skip' }>

/** How often and how long an event is tried to be written; the first pause is half of it on average. */
const MAX_TRIES = 12
const RETRY_MS = 10_000
const MAX_QUEUED = 1000

/** Writes core/v1 events as one component. */
export class EventRecorder {
  readonly #client: Client
  readonly #clock: Clock
  readonly #component: string
  readonly #host: string | undefined
  readonly #time: TimeOfDay
  #correlator = new EventCorrelator()
  /** Events that wait behind one the server could not be reached for. */
  #waiting: Event[] | undefined
  #retry: Timer | undefined

  /** `time` is what events are stamped with, where that is not the cluster's. */
  constructor(client: Client, clock: Clock, component: string, host?: string, time: TimeOfDay = clock) {
    this.#client = client
    this.#clock = clock
    this.#component = component
    this.#host = host
    this.#time = time
  }

  /** Records that `reason` happened to an object. */
  event(
    object: KubeObject,
    type: EventType,
    reason: string,
    message: string,
    fieldPath?: string,
    annotations?: Readonly<Record<string, string>>,
  ): void {
    this.eventOn(referenceTo(object, fieldPath), type, reason, message, annotations)
  }

  /** The same for an object known by reference only. */
  eventOn(
    involvedObject: ObjectReference,
    type: EventType,
    reason: string,
    message: string,
    annotations?: Readonly<Record<string, string>>,
  ): void {
    // A controller that is held up did not get as far; it begins anew. A kubelet goes on where it was.
    if (this.#clock.held !== undefined && this.#host === undefined) return
    const plain = this.#make(involvedObject, type, reason, message, this.#time.now())
    const event = annotations === undefined ? plain : { ...plain, metadata: { ...plain.metadata, annotations } }
    if (this.#waiting !== undefined) {
      if (this.#waiting.length < MAX_QUEUED) this.#waiting.push(event)
    } else apart(this.#client, this.#clock, () => this.#record(event))
  }

  /** Its component has ended: what waits is lost, and what was counted. */
  forget(): void {
    this.#correlator = new EventCorrelator()
    this.#retry?.cancel()
    this.#waiting = undefined
  }

  #record(made: Event): void {
    const outcome = this.#correlator.correlate(made, this.#clock.now())
    if (outcome.action !== 'skip' && !this.#write(outcome)) this.#tryAgain(outcome, 1)
  }

  /** While the server cannot be reached everything waits for the first that was not written. */
  #tryAgain(outcome: Written, tries: number): void {
    this.#waiting ??= []
    const again = (): void => {
      if (!this.#write(outcome) && tries + 1 < MAX_TRIES) {
        this.#tryAgain(outcome, tries + 1)
        return
      }
      const waiting = this.#waiting ?? []
      this.#waiting = undefined
      for (const event of waiting) {
        if (this.#waiting === undefined) this.#record(event)
        else (this.#waiting as Event[]).push(event)
      }
    }
    const { held } = this.#clock
    if (held === undefined) this.#retry = this.#clock.after(tries === 1 ? RETRY_MS / 2 : RETRY_MS, again)
    else
      held.onRelease(() => {
        this.#retry = this.#clock.soon(again)
      })
  }

  /** False when the server gave no answer; what it refuses is lost. */
  #write(outcome: Written): boolean {
    const { event, key } = outcome
    if (outcome.action === 'patch') {
      const { name, namespace } = event.metadata
      const change = { count: event.count, lastTimestamp: event.lastTimestamp, message: event.message }
      const patched = this.#client.patch<Event>(
        'events',
        namespace ?? '',
        name ?? '',
        'application/strategic-merge-patch+json',
        change,
      )
      if (patched.ok || patched.status.code !== 404) return patched.ok || patched.status.code !== 0
    }
    const created = this.#client.create('events', event)
    if (created.ok) this.#correlator.observed(key, created.object)
    return created.ok || created.status.code !== 0
  }

  #make(involvedObject: ObjectReference, type: EventType, reason: string, message: string, now: number): Event {
    const time = formatTime(now)
    return {
      kind: 'Event',
      apiVersion: 'v1',
      metadata: {
        name: eventName(involvedObject.name ?? '', this.#clock, now),
        namespace: involvedObject.namespace || 'default',
      },
      involvedObject,
      reason,
      message,
      source: { component: this.#component, ...(this.#host === undefined ? {} : { host: this.#host }) },
      firstTimestamp: time,
      lastTimestamp: time,
      count: 1,
      type,
      eventTime: null,
      reportingComponent: this.#component,
      reportingInstance: this.#host ?? '',
    }
  }
}

/** A series counts on in memory; it is written when it begins and forgotten when it has been quiet for so long. */
const FINISH_MS = 360_000
/** From so many on, quiet ones are looked for. */
const MANY_SERIES = 1000

interface Series {
  readonly event: Event
  count: number
  last: number
}

/** Writes events in the manner of events.k8s.io as one controller; core/v1 and events.k8s.io are two views of the same object. */
export class SeriesRecorder {
  readonly #client: Client
  readonly #clock: Clock
  readonly #controller: string
  readonly #instance: string
  readonly #series = new Map<string, Series>()
  #many = MANY_SERIES

  constructor(client: Client, clock: Clock, controller: string, instance: string) {
    this.#client = client
    this.#clock = clock
    this.#controller = controller
    this.#instance = instance
  }

  /** Records that the controller did (or failed to do) `action`. */
  event(
    regarding: KubeObject,
    type: EventType,
    reason: string,
    action: string,
    note: string,
    related?: KubeObject,
  ): void {
    const now = this.#clock.now()
    const { kind, metadata } = regarding
    const key = `${type}/${action}/${reason}/${kind}/${metadata.uid}/${related?.metadata.uid ?? ''}/${metadata.resourceVersion}`
    const known = this.#series.get(key)
    if (known !== undefined && now - known.last < FINISH_MS) {
      this.#repeat(known, now)
      return
    }
    const event: Event = {
      kind: 'Event',
      apiVersion: 'v1',
      metadata: { name: eventName(metadata.name ?? '', this.#clock), namespace: metadata.namespace || 'default' },
      involvedObject: referenceTo(regarding),
      reason,
      message: note,
      source: {},
      firstTimestamp: null,
      lastTimestamp: null,
      type,
      eventTime: formatMicroTime(now),
      action,
      ...(related === undefined ? {} : { related: referenceTo(related) }),
      reportingComponent: this.#controller,
      reportingInstance: this.#instance,
    }
    if (this.#series.size >= this.#many) this.#forgetQuiet(now)
    this.#series.set(key, { event, count: 1, last: now })
    untilWritten(this.#client, this.#clock, () => this.#client.create('events', event))
  }

  #forgetQuiet(now: number): void {
    for (const [key, { last }] of this.#series) if (now - last >= FINISH_MS) this.#series.delete(key)
    this.#many = Math.max(MANY_SERIES, 2 * this.#series.size)
  }

  #repeat(series: Series, now: number): void {
    series.count++
    series.last = now
    if (series.count !== 2) return
    const { name, namespace } = series.event.metadata
    const change = { series: { count: 2, lastObservedTime: formatMicroTime(now) } }
    untilWritten(this.#client, this.#clock, () =>
      this.#client.patch('events', namespace ?? '', name ?? '', 'application/strategic-merge-patch+json', change),
    )
  }
}
