package io.github.openairun.test.simulator;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

import org.jspecify.annotations.Nullable;

/**
 * A request as the simulated server sees it, whatever carried it.
 *
 * @param method the HTTP method
 * @param path the decoded path, with {@code /v1}
 * @param query the decoded query parameters; of repeated ones the last
 * @param headers the headers, names in lower case
 * @param body the body, empty if there is none
 */
record ApiRequest(String method, String path, Map<String, String> query, Map<String, List<String>> headers,
		String body) {

	ApiRequest {
		Map<String, List<String>> lowerCase = new TreeMap<>();
		headers.forEach((name, values) -> lowerCase.put(name.toLowerCase(Locale.ROOT), List.copyOf(values)));
		headers = lowerCase;
		query = Map.copyOf(query);
	}

	@Nullable String header(String name) {
		List<String> values = this.headers.get(name);
		return (values == null || values.isEmpty()) ? null : values.get(0);
	}

}
