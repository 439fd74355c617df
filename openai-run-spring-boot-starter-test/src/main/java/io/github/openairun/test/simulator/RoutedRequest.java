package io.github.openairun.test.simulator;

import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * A routed request.
 *
 * @param operation what it asks for
 * @param ids the ids in the path, in its order
 * @param query the query parameters
 * @param body the body
 * @param now the time at which it is handled
 */
record RoutedRequest(Operation operation, List<String> ids, Map<String, String> query, RequestBody body, Instant now) {

	String id(int position) {
		return this.ids.get(position);
	}

}
