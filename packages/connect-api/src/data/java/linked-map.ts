/**
 * A map like any other, but for the class name that messages give it: `java.util.LinkedHashMap`, as maps have that
 * were read from text, instead of `java.util.HashMap`.
 */
export class LinkedMap<K, V> extends Map<K, V> {}
