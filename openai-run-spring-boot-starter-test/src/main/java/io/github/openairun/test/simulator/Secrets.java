package io.github.openairun.test.simulator;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The credentials that a simulator was sent, kept only to find them where they do not
 * belong.
 */
final class Secrets {

	/** Shorter ones would be found by chance. */
	private static final int SHORTEST = 6;

	private final Set<String> credentials = new LinkedHashSet<>();

	void learn(ApiRequest request) {
		for (String header : List.of("authorization", "api-key")) {
			String value = request.header(header);
			if (value != null) {
				boolean bearer = value.toLowerCase(Locale.ROOT).startsWith("bearer ");
				String credential = (bearer ? value.substring("bearer ".length()) : value).strip();
				if (credential.length() >= SHORTEST) {
					this.credentials.add(credential);
				}
			}
		}
	}

	/**
	 * Returns where secrets are shown, without showing them.
	 */
	List<String> leaks(List<Exchange> exchanges, List<String> others) {
		List<String> leaks = new ArrayList<>();
		for (Exchange exchange : exchanges) {
			for (String credential : this.credentials) {
				add(leaks, exchange, credential, "the API key");
			}
			for (int i = 0; i < others.size(); i++) {
				add(leaks, exchange, others.get(i), "secret no. " + (i + 1));
			}
		}
		return leaks;
	}

	private static void add(List<String> leaks, Exchange exchange, String secret, String name) {
		String request = exchange.method() + " " + exchange.path().replace(secret, "…");
		if (exchange.requestBody().contains(secret)) {
			leaks.add(request + ": the body shows " + name);
		}
		boolean elsewhere = Stream
			.of(Stream.of(exchange.path()), exchange.query().values().stream(),
					exchange.headers().values().stream().flatMap(List::stream))
			.flatMap((values) -> values)
			.anyMatch((value) -> value.contains(secret));
		if (elsewhere) {
			leaks.add(request + ": path, query or a header shows " + name);
		}
	}

}
