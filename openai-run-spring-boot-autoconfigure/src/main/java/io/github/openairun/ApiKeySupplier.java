package io.github.openairun;

import org.jspecify.annotations.Nullable;

/**
 * Supplies the API key, or any bearer token, of each request; a bean of this type
 * replaces {@code openai.api-key}.
 */
@FunctionalInterface
public interface ApiKeySupplier {

	/**
	 * Return the key for one request.
	 * @param request what the key is for
	 * @return the key, not blank
	 */
	String apiKey(Request request);

	/**
	 * The request that a key is asked for.
	 *
	 * @param operation method and path template, such as {@code POST
	 * /threads/{thread_id}/runs}
	 * @param threadId the thread that the request is about, or {@code null} if there is
	 * none
	 */
	record Request(String operation, @Nullable String threadId) {
	}

}
