package io.github.openairun.wire;

import java.util.Map;

/**
 * As what a client presents itself, and what it advises if nobody serves that.
 *
 * @param wire the wire's name
 * @param remedy what to do if the base URL does not serve the wire, as a sentence
 * @param headers headers of every request
 */
record WireIdentity(String wire, String remedy, Map<String, String> headers) {

	static final WireIdentity NONE = new WireIdentity("none", "", Map.of());

}
