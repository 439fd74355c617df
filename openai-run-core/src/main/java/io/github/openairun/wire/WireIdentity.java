package io.github.openairun.wire;

import java.util.Map;

/**
 * The name, headers and advice of one wire.
 *
 * @param wire the wire's name
 * @param remedy what to do if the base URL does not serve the wire, as a sentence
 * @param headers headers of every request
 */
record WireIdentity(String wire, String remedy, Map<String, String> headers) {

	static final WireIdentity NONE = new WireIdentity("none", "", Map.of());

}
