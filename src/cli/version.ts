// The version of the package, put in by the bundler; unbundled (tests) there is none.
declare const KABUKI_VERSION: string | undefined

/** `0.1.0`. */
export const VERSION: string = typeof KABUKI_VERSION === 'string' ? KABUKI_VERSION : '0.0.0-unbuilt'
